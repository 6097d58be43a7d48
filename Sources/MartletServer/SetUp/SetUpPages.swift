import HTTPTypes
import Hummingbird
import MartletActions
import MartletCredentials
import MartletDirectory

/// The set-up: organisation and administrator, authenticator app, recovery codes.
struct SetUpPages: Sendable {
    let doors: Doors
    private static let handle = "setup"

    /// The form, for whoever brings the code that the server printed.
    @Sendable func show(_ visit: Visit) async throws -> Response {
        switch try await CheckSetUpCode(doors.tools)(visit.query.text("code")) {
        case .open: return try form(SetUpPage(code: visit.query.text("code")), visit)
        case .closed: return try visit.page(SetUpRefusedPage(reason: .closed), status: .forbidden)
        case .wrong:
            let isMissing = visit.query.text("code").isEmpty
            return try visit.page(
                SetUpRefusedPage(reason: isMissing ? .missingCode : .wrongCode), status: .forbidden)
        }
    }

    /// Takes the form and shows the authenticator's page. Nothing is stored yet.
    @Sendable func begin(_ visit: Visit) async throws -> Response {
        let form = try await visit.guardedForm(for: Self.handle)
        let code = form.text("setup-code")
        let request = SetUpRequest(
            organizationName: form.text("organization"), domain: form.text("domain"),
            displayName: form.text("display-name"), userName: form.text("username"),
            password: form.text("new-password"))
        let values = SetUpPage.Values(
            organizationName: request.organizationName, domain: request.domain, displayName: request.displayName,
            userName: request.userName)
        guard request.password == form.text("confirm-password") else {
            return try self.form(
                SetUpPage(code: code, values: values, problems: .init(password: .mismatch)), visit, status: .badRequest)
        }
        return try await refusing(visit) {
            let begun = try await BeginSetUp(doors.tools)(request, code: code)
            return try authenticator(begun, code: code, account: request.userName, visit)
        } invalid: { problems in
            try self.form(
                SetUpPage(code: code, values: values, problems: SetUpProblems(problems).page), visit,
                status: .badRequest)
        }
    }

    /// Takes the first code of the app: everything is made now, and set-up is closed.
    @Sendable func complete(_ visit: Visit) async throws -> Response {
        let form = try await visit.guardedForm(for: Self.handle)
        let code = form.text("setup-code")
        let state = form.text("state")
        let (browser, cookies) = visit.namedBrowser()
        return try await refusing(visit) {
            let completed = try await CompleteSetUp(doors.tools)(
                state: state, code: code, authenticatorCode: form.text("code"), address: visit.origin.address)
            let issued = try await OpenFirstSession(doors.tools)(for: completed, browser: browser)
            return try visit.page(
                RecoveryCodesPage(
                    action: "/setup/done", codes: completed.recoveryCodes,
                    userName: completed.user.userPrincipalName.text),
                organization: completed.tenant.displayName,
                formToken: visit.formToken(for: Self.handle, browser: browser.browser),
                cookies: cookies + (issued.map { visit.cookies(for: $0) } ?? []))
        } invalid: { problems in
            guard problems.contains(where: { $0.field == "code" }) else {
                return visit.redirect(to: "/setup?code=\(code.formEncoded)")
            }
            let begun = try await BeginSetUp(doors.tools).again(state, code: code)
            return try authenticator(begun, code: code, account: "", visit, problem: .wrong)
        }
    }

    /// The codes were kept; on to the admin center.
    @Sendable func finish(_ visit: Visit) async throws -> Response {
        _ = try await visit.guardedForm(for: Self.handle)
        return visit.redirect(to: "/admin")
    }

    private func form(
        _ page: SetUpPage, _ visit: Visit, status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let (browser, cookies) = visit.namedBrowser()
        return try visit.page(
            page, status: status, formToken: visit.formToken(for: Self.handle, browser: browser.browser),
            cookies: cookies)
    }

    private func authenticator(
        _ begun: BeginSetUp.Begun, code: String, account: String, _ visit: Visit, problem: CodeProblem? = nil
    ) throws -> Response {
        guard let drawing = TrustedSVG(begun.enrolment.qrCode) else { throw Stop.badRequest }
        let (browser, cookies) = visit.namedBrowser()
        return try visit.page(
            SetUpAuthenticatorPage(
                offer: AuthenticatorOffer(
                    drawing: drawing, secret: begun.enrolment.secretText, account: begun.enrolment.account),
                hiddenFields: [
                    FormField(name: "setup-code", value: code), FormField(name: "state", value: begun.state),
                ], problem: problem),
            status: problem == nil ? .ok : .badRequest,
            formToken: visit.formToken(for: Self.handle, browser: browser.browser), cookies: cookies)
    }

    /// Turns what the set-up refuses into its pages.
    private func refusing(
        _ visit: Visit, _ body: () async throws -> Response,
        invalid: ([FieldProblem]) async throws -> Response
    ) async throws -> Response {
        do {
            return try await body()
        } catch ActionError.conflict(.setUpClosed) {
            return try visit.page(SetUpRefusedPage(reason: .closed), status: .forbidden)
        } catch ActionError.notFound {
            return try visit.page(SetUpRefusedPage(reason: .wrongCode), status: .forbidden)
        } catch ActionError.invalid(let problems) {
            return try await invalid(problems)
        }
    }
}
