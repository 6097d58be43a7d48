import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// The gate before every page of the account portal and the admin center: each request is decided anew.
package struct EnterPage: Sendable {
    let tools: Tools

    /// The action on a set of tools.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// What the page is.
    package enum Page: Sendable, Equatable {
        /// A page of the account portal that only shows.
        case account
        /// A change of security info, password or consents (SD-38 d).
        case accountChange
        /// A page of the admin center.
        case admin

        var door: Door { self == .admin ? .adminCenter : .account }
        var target: PendingSignIn.Target { self == .admin ? .admin : .account }
    }

    /// What came of it.
    package enum Outcome: Sendable {
        /// Somebody is let in.
        case entered(Visitor)
        /// A sign-in is needed first, of this kind.
        case signIn(tenant: ID<Tenant>, target: PendingSignIn.Target)
        /// There is no organisation yet.
        case notSetUp
    }

    /// Somebody whom the gate let in.
    package struct Visitor: Sendable {
        package var caller: Caller
        package var user: User
        package var tenant: Tenant
        package var session: Session
        package var roles: [ID<DirectoryRole>]
        package var clearance: Clearance
    }

    /// Decides one request.
    /// - Throws: `StoreError`.
    package func callAsFunction(_ page: Page, browser: BrowserState?) async throws -> Outcome {
        let at = tools.now
        let (outcome, isStale): (Outcome, Bool) = try await tools.store.read { tables in
            guard let fallback = try tables.tenants.first() else { return (.notSetUp, false) }
            guard let browser, let (session, subject) = try tables.liveSession(of: browser, at: at),
                let tenant = try tables.tenants.find(session.tenant)
            else { return (.signIn(tenant: fallback.id, target: page.target), false) }
            let attempt = Attempt(
                door: page.door, origin: browser.origin, browser: browser.browser,
                isManagementSurface: page == .admin, reliance: .live,
                proofs: session.proofs(
                    at: page.door, isManagementSurface: page == .admin, subject: subject, notBefore: nil, now: at),
                isSensitiveTask: page == .accountChange, skippedRegistration: true)
            var facts = try tables.facts(of: subject, attempt: attempt, tenant: tenant, at: at)
            // Whether the place is new was asked when the session was opened or raised, not for every page of it.
            facts.circumstances.remove([.newPlace, .newBrowser])
            let decision = tables.judging { decide(facts, under: .compiled(for: tenant.securityDefaults)) }
            guard let clearance = decision.clearance else {
                return (.signIn(tenant: tenant.id, target: page.target), false)
            }
            let caller = Caller(
                identity: .user(subject.user.id, name: subject.user.userPrincipalName.text, session: session.id),
                tenant: tenant.id, address: browser.origin.address, correlationID: tools.newCorrelationID())
            let visitor = Visitor(
                caller: caller, user: subject.user, tenant: tenant, session: session, roles: subject.roles,
                clearance: clearance)
            return (.entered(visitor), session.lastSeenAt + .minutes(1) <= at)
        }
        if isStale, case .entered(let visitor) = outcome {
            try await tools.store.write { try $0.sessions.touch(visitor.session.id, at: at) }
        }
        return outcome
    }
}
