import MartletCredentials
import MartletDirectory
import MartletPolicy

/// Makes the sign-ins of the example as its people would at their browsers, through the real sign-in actions.
package actor DemoVisitor: DemoSignIns {
    private struct Cookies {
        var browser: OpaqueToken
        var session: OpaqueToken?
    }

    /// What a visit has got wrong already, so that each mishap happens once.
    private struct Progress {
        var hasMistyped = false
        var steps = 0
    }

    /// No sign-in has more pages; it ends a visit that goes round in circles.
    private static let mostSteps = 14

    private let tools: Tools
    private let clock: DemoClock
    private var browsers: [String: Cookies] = [:]

    /// A visitor on the tools of the example and its clock.
    package init(_ tools: Tools, clock: DemoClock) {
        self.tools = tools
        self.clock = clock
    }

    /// Makes one visit; people who are stopped simply leave.
    /// - Throws: what the sign-in actions throw.
    package func visit(_ visit: DemoVisit) async throws {
        guard var outcome = try await begin(visit) else { return }
        var progress = Progress()
        while progress.steps < Self.mostSteps {
            progress.steps += 1
            // People take their time, and every step stands at a time of its own in the log.
            clock.move(to: clock.now + .seconds(7))
            switch outcome {
            case .next(let handle):
                outcome = try await BrowserSignIn(tools).show(handle, browser: state(of: visit))
            case .page(let page):
                guard let next = try await answer(page, visit, &progress) else { return }
                outcome = next
            case .finished(let result):
                if let session = result.session { browsers[visit.browser]?.session = session.secret }
                return
            case .elsewhere, .answered, .cancelled, .gone, .outOfStep: return
            }
        }
    }

    /// Makes one attempt with a password alone; every answer is fine, for it stands in the log.
    /// - Throws: `ActionError.overloaded`; `StoreError`.
    package func tryLegacy(_ attempt: DemoLegacyAttempt) async throws {
        switch attempt.way {
        case .basic:
            _ = try await CheckBasic(tools)(
                organization: DemoCast.domain, name: attempt.userPrincipalName, password: attempt.password,
                origin: attempt.origin)
        case .passwordGrant(let application):
            let request = TokenRequest(
                organization: DemoCast.domain,
                parameters: [
                    ("grant_type", "password"), ("client_id", application.rawValue), ("scope", "openid"),
                    ("username", attempt.userPrincipalName), ("password", attempt.password),
                ],
                basic: nil, hasUnreadableAuthorization: false, origin: attempt.origin)
            do { _ = try await ExchangeToken(tools)(request) } catch is OAuthError {}
        }
    }

    private func state(of visit: DemoVisit) -> BrowserState {
        let cookies = browsers[visit.browser] ?? Cookies(browser: tools.newToken(.browser), session: nil)
        browsers[visit.browser] = cookies
        return BrowserState(browser: cookies.browser, session: cookies.session, origin: visit.origin)
    }

    private func begin(_ visit: DemoVisit) async throws -> FlowOutcome? {
        let browser = state(of: visit)
        switch visit.target {
        case .application(let application, let redirectURI):
            let outcome = try await Authorize(tools)(
                organization: DemoCast.domain,
                parameters: [
                    ("response_type", "code"), ("client_id", application.rawValue), ("redirect_uri", redirectURI),
                    ("scope", "openid profile email"), ("state", "demo"), ("nonce", "demo"),
                    // Nobody exchanges these codes, so any challenge will do.
                    ("code_challenge", String(repeating: "x", count: 42) + "A"), ("code_challenge_method", "S256"),
                ],
                browser: browser)
            guard case .flow(let flow) = outcome else { return nil }
            return flow
        case .account: return try await begin("/account", .account, browser)
        case .adminCenter: return try await begin("/admin", .admin, browser)
        }
    }

    private func begin(
        _ path: String, _ target: PendingSignIn.Target, _ browser: BrowserState
    ) async throws -> FlowOutcome? {
        guard let tenant = try await FindOrganization(tools)(DemoCast.domain) else { return nil }
        return try await BrowserSignIn(tools).begin(
            LocalRequest(returnTo: path, fallback: path), target: target, tenant: tenant, browser: browser)
    }

    /// What the person does with a page; `nil` when they leave.
    private func answer(
        _ page: FlowPage, _ visit: DemoVisit, _ progress: inout Progress
    ) async throws -> FlowOutcome? {
        let signIn = BrowserSignIn(tools)
        let browser = state(of: visit)
        let handle = page.handle
        switch page.step {
        case .identify: return try await signIn.takeName(visit.userPrincipalName, handle, browser: browser)
        case .provePassword:
            let mistypes = visit.mishap == .mistypedPassword && !progress.hasMistyped
            progress.hasMistyped = progress.hasMistyped || mistypes
            let typed = mistypes ? String(visit.password.dropLast()) : visit.password
            return try await signIn.takePassword(typed, handle, browser: browser)
        case .proveSecondFactor:
            guard let secret = visit.authenticatorSecret, visit.mishap != .leavesAtCode else { return nil }
            let mistypes = visit.mishap == .mistypedCode && !progress.hasMistyped
            progress.hasMistyped = progress.hasMistyped || mistypes
            let right = TOTP.code(secret: secret, step: TOTP.step(at: clock.now))
            return try await signIn.takeCode(mistypes ? "123456" : right, handle, browser: browser)
        case .register(let days), .awaitRegistration(let days):
            guard days != nil else { return nil }
            return try await signIn.skipRegistration(handle, browser: browser)
        case .askStaySignedIn: return try await signIn.takeStay(visit.staysSignedIn, handle, browser: browser)
        case .askConsent:
            return try await signIn.takeConsent(.yes, asked: page.consent?.digest, handle, browser: browser)
        case .changePassword, .showRecoveryCodes, .awaitAdministrator, .finish, .refuse: return nil
        }
    }
}
