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
    package func takeConsent(_ agrees: Bool, _ handle: String, browser: BrowserState) async throws -> FlowOutcome {
        try await take(handle, browser: browser) {
            $0 == .askConsent
        } effect: { flow, standing, at, tables in
            if let device = flow.device {
                flow.pending.gaveConsent = agrees
                if agrees { return .onward() }
                return try turnAway(device.code, flow: flow, standing: standing, browser: browser, at: at, in: tables)
            }
            guard let request = flow.authorizeRequest else { return .dead(nil) }
            guard agrees else {
                let event = SignInEvent(
                    status: .failure, errorCode: 65004, failureReason: "the person declined the app's request",
                    details: flow.proofDetails, decision: standing.decision)
                try tools.record(event, of: flow.context(origin: browser.origin), at: at, in: tables)
                return .dead(
                    tools.answer(to: request, tenant: flow.tenant.id, error: "access_denied", number: 65004))
            }
            flow.pending.gaveConsent = true
            return .onward()
        }
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
            return .dead(tools.answer(to: request, tenant: flow.tenant.id, error: "access_denied", number: number))
        }
    }
}
