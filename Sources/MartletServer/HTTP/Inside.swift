import Hummingbird
import MartletActions
import MartletCredentials
import MartletDirectory

/// Somebody inside: the visit, and whom the gate let in. Every page of the portal and the admin center starts from one.
struct Inside: Sendable {
    let visit: Visit
    let visitor: EnterPage.Visitor
    let browser: BrowserState

    /// The caller of the actions.
    var caller: Caller { visitor.caller }

    /// The token of the forms on this person's pages; bound to the session and the browser.
    var formToken: String { visit.formToken(for: visitor.session.id.rawValue, browser: browser.browser) }

    /// The fields of a form that was served to this session.
    /// - Throws: `Stop.forged`, and what `form()` throws.
    func form() async throws -> FormBody { try await visit.guardedForm(for: visitor.session.id.rawValue) }

    /// A page of the house, with the person's name on it.
    func page(_ page: some Page, status: Int = 200, cookies: [String] = []) throws -> Response {
        try visit.page(
            page, status: .init(code: status), organization: visitor.tenant.displayName,
            person: PageContext.Person(
                displayName: visitor.user.displayName,
                userPrincipalName: visitor.user.userPrincipalName.text,
                isAdministrator: !visitor.roles.isEmpty),
            formToken: formToken, cookies: cookies)
    }
}

extension Visit {
    /// Lets somebody in, or sends them to the sign-in that the page needs and back here afterwards.
    ///
    /// A post that needs a sign-in first loses its form: nothing is done until the person posts it again.
    func inside(
        _ page: EnterPage.Page, _ body: (Inside) async throws -> Response
    ) async throws -> Response {
        switch try await EnterPage(doors.tools)(page, browser: browser) {
        case .notSetUp: return redirect(to: "/setup")
        case .signIn(let tenant, let target):
            return try await signIn(
                tenant: tenant, target: target, isStepUp: false, isSensitive: page == .accountChange)
        case .entered(let visitor):
            guard let browser else { throw Stop.forged }
            do {
                return try await body(Inside(visit: self, visitor: visitor, browser: browser))
            } catch ActionError.needsFreshSecondFactor {
                return try await signIn(tenant: visitor.tenant.id, target: target(of: page), isStepUp: true)
            }
        }
    }

    /// Begins a sign-in that comes back to this page.
    private func signIn(
        tenant: ID<Tenant>, target: PendingSignIn.Target, isStepUp: Bool, isSensitive: Bool = false
    ) async throws -> Response {
        let (browser, cookies) = namedBrowser()
        let fallback = target == .admin ? "/admin" : "/account"
        // Only pages can be returned to; a post returns to the page it stands under.
        let returnTo = request.method == .post ? (query["return-to"] ?? parentPath) : path
        let local = LocalRequest(
            returnTo: returnTo, fallback: fallback, isStepUp: isStepUp, isSensitive: isSensitive)
        let outcome = try await BrowserSignIn(doors.tools)
            .begin(local, target: target, tenant: tenant, browser: browser)
        return try await FlowAnswer(visit: self, browser: browser, cookies: cookies).respond(to: outcome)
    }

    private func target(of page: EnterPage.Page) -> PendingSignIn.Target { page == .admin ? .admin : .account }

    /// The page under which a post stands: `/admin/users/{id}` for anything that is posted below it, and the section of
    /// the account that the form is on.
    private var parentPath: String {
        let segments = request.uri.path.split(separator: "/")
        guard segments.first == "account" else { return "/" + segments.dropLast().prefix(3).joined(separator: "/") }
        switch segments.dropFirst().first {
        case "apps": return "/account/apps"
        case "sessions": return "/account/sessions"
        case "signins": return "/account/signins"
        case "language": return "/account/preferences"
        case "password": return "/account/password"
        default: return "/account/security"
        }
    }
}
