import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// Opens the first administrator's session on what the set-up proved: through the gate, like every other session.
package struct OpenFirstSession: Sendable {
    let tools: Tools

    /// The action on a set of tools.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// The session; `nil` if the gate does not let the administrator in, who then signs in as usual.
    /// - Throws: `StoreError`.
    package func callAsFunction(
        for completed: CompleteSetUp.Completed, browser: BrowserState
    ) async throws -> IssuedSession? {
        let at = tools.now
        return try await tools.store.write { tables in
            guard let subject = try tables.subject(completed.user.id, in: completed.tenant.id) else { return nil }
            let attempt = Attempt(
                door: .adminCenter, origin: browser.origin, browser: browser.browser, isManagementSurface: true,
                proofs: completed.proofs, flowBegan: completed.proofs.map(\.at).min())
            let facts = try tables.facts(of: subject, attempt: attempt, tenant: completed.tenant, at: at)
            let decision = tables.judging { decide(facts, under: .compiled(for: completed.tenant.securityDefaults)) }
            guard let clearance = decision.clearance else { return nil }
            let issued = try Issuer(tools: tools)
                .openSession(
                    by: clearance, proofs: completed.proofs, browser: browser.browser, origin: browser.origin,
                    isPersistent: false, at: at, in: tables)
            try tables.rememberSignIn(of: completed.user, browser: browser, at: at)
            let event = SignInEvent(
                status: .success, errorCode: 0,
                details: completed.proofs.map {
                    SignInRecord.Detail(method: $0.method.name, at: $0.at, succeeded: true, result: "correct")
                }, decision: decision, session: issued.session.id)
            let context = SignInContext(
                tenant: completed.tenant.id, correlationID: tools.newCorrelationID(), user: completed.user,
                typedName: completed.user.userPrincipalName.folded, application: nil, resource: "Admin center",
                door: .adminCenter, protocolName: "none", origin: browser.origin)
            try tools.record(event, of: context, at: at, in: tables)
            return issued
        }
    }
}
