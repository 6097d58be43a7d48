import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

extension BrowserSignIn {
    /// Takes the answer to "stay signed in?" (SL-2).
    package func takeStay(_ stays: Bool, _ handle: String, browser: BrowserState) async throws -> FlowOutcome {
        try await take(handle, browser: browser) {
            $0 == .askStaySignedIn
        } effect: { flow, _, _, _ in
            flow.pending.staysSignedIn = stays
            return .onward()
        }
    }

    /// Takes the answer to the app's wishes (A193, A194: the request that was shown is the one that is stored).
    ///
    /// `asked` is the digest of what was shown: an answer to anything else shows what is asked now (A194).
    package func takeConsent(
        _ choice: ConsentChoice, asked: String?, _ handle: String, browser: BrowserState
    ) async throws -> FlowOutcome {
        try await take(handle, browser: browser) {
            $0 == .askConsent
        } effect: { flow, standing, at, tables in
            if let device = flow.device {
                flow.pending.gaveConsent = choice != .no
                if choice != .no { return .onward() }
                return try turnAway(device.code, flow: flow, standing: standing, browser: browser, at: at, in: tables)
            }
            guard let request = flow.authorizeRequest else { return .dead(nil) }
            guard choice != .no else {
                let event = SignInEvent(
                    status: .failure, errorCode: 65004, failureReason: "the person declined the app's request",
                    details: flow.proofDetails, decision: standing.decision)
                try tools.record(event, of: flow.context(origin: browser.origin), at: at, in: tables)
                return .dead(
                    tools.answer(to: request, tenant: flow.tenant.id, error: "access_denied", number: 65004))
            }
            guard let asking = standing.consent, asked == asking.digest else { return .again(.changedMeanwhile) }
            switch (choice, asking.decider) {
            case (.yes, .person), (.yes, .personOrOrganization): break
            case (.organization, .personOrOrganization), (.organization, .organization):
                try agreeForAll(asking, flow: flow, browser: browser, at: at, in: tables)
            default: return .again(.changedMeanwhile)
            }
            flow.pending.gaveConsent = true
            return .onward()
        }
    }

    /// An administrator agrees for everybody, in the middle of their own sign-in.
    private func agreeForAll(
        _ asking: ConsentAsking, flow: Flow, browser: BrowserState, at: Timestamp, in tables: Tables
    ) throws {
        guard let application = flow.application, let user = flow.subject?.user else { return }
        let caller = Caller(
            identity: .user(user.id, name: user.userPrincipalName.text, session: flow.pending.session ?? ID("")),
            tenant: flow.tenant.id, address: browser.origin.address, correlationID: flow.pending.correlationID)
        let scopes = ScopeSet((asking.asked + asking.administrative).map(\.scope))
        try tools.agreeForAll(to: scopes, of: application, by: caller, at: at, in: tables)
    }

    /// Gives up a sign-in; an app is told `access_denied`, and a refusal's own number is kept.
    package func cancel(_ handle: String, browser: BrowserState) async throws -> FlowOutcome {
        try await take(handle, browser: browser) { _ in
            true
        } effect: { flow, standing, at, tables in
            if let device = flow.device, flow.subject != nil {
                return try turnAway(device.code, flow: flow, standing: standing, browser: browser, at: at, in: tables)
            }
            guard let request = flow.authorizeRequest else { return .dead(nil) }
            var number = 50058
            if case .refuse(let denial) = standing.step { number = denial.errorCode }
            if case .awaitAdministrator = standing.step { number = 90094 }
            return .dead(tools.answer(to: request, tenant: flow.tenant.id, error: "access_denied", number: number))
        }
    }
}

/// The answers to what an app asks for.
package enum ConsentChoice: String, Sendable {
    /// Nothing is given.
    case no
    /// The person agrees for themselves.
    case yes
    /// An administrator agrees for everybody.
    case organization
}
