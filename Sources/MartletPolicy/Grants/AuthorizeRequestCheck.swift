import MartletDirectory

/// Reads an authorization request as strictly as it is meant (A018, A019, A021, A137, A139–A141, A149, A153).
package enum AuthorizeRequestCheck {
    /// What becomes of a request.
    package enum Outcome: Sendable, Equatable {
        /// Told on a page of Martlet; never redirected, for the address is not to be trusted (A139).
        case page(AuthorizeProblem)
        /// Told to the app at its own address.
        case redirect(AuthorizeProblem, uri: String, state: String?, mode: AuthorizeRequest.ResponseMode)
        /// Good.
        case accepted(AuthorizeRequest)
    }

    /// The most characters of `state` and of `nonce`.
    package static let longestState = 2048
    /// The most characters of `scope`.
    package static let longestScope = 1000

    /// Checks decoded parameters, in the order they came, against the app that `client_id` names.
    ///
    /// `application` is `nil` where the tenant has no such app. A request object or a pushed request is unwrapped before;
    /// `form` says how the request came.
    package static func check(
        _ parameters: [(String, String)], application: Application?,
        form: AuthorizeRequestForm = AuthorizeRequestForm()
    ) -> Outcome {
        let parameters = AuthorizeParameters(parameters)
        // Until both of these are sure, nothing is sent anywhere (RFC 6749 section 4.1.2.1).
        guard !parameters.isRepeated("client_id"), let client = parameters["client_id"] else {
            return .page(AuthorizeProblem(.invalidRequest, 90014, "client_id must be given exactly once"))
        }
        guard let application, application.id.rawValue == client else {
            return .page(AuthorizeProblem(.unauthorizedClient, 700_016, "the app is not known in this organisation"))
        }
        guard !parameters.isRepeated("redirect_uri"), let redirectURI = parameters["redirect_uri"] else {
            return .page(AuthorizeProblem(.invalidRequest, 50011, "redirect_uri must be given exactly once"))
        }
        guard RedirectURICheck.matches(redirectURI, registered: application.redirectURIs) else {
            return .page(AuthorizeProblem(.invalidRequest, 50011, "redirect_uri is not registered for this app"))
        }
        guard application.isEnabled else {
            return .page(AuthorizeProblem(.unauthorizedClient, 7_000_112, "the app is disabled"))
        }
        do {
            return .accepted(try read(parameters, application, redirectURI, form))
        } catch {
            return .redirect(
                error, uri: redirectURI, state: try? state(parameters),
                mode: (try? responseMode(parameters)) ?? .query)
        }
    }

    private static func read(
        _ parameters: AuthorizeParameters, _ application: Application, _ redirectURI: String,
        _ form: AuthorizeRequestForm
    ) throws(AuthorizeProblem) -> AuthorizeRequest {
        _ = try resource(parameters)
        if let name = parameters.repeated.first(where: { $0.utf8.count <= 32 }) ?? parameters.repeated.first {
            // RFC 6749 section 3.1: no parameter more than once.
            throw invalid(
                90023, AuthorizeParameters.known.contains(name) ? "\(name) is repeated" : "a parameter is repeated")
        }
        if let problem = form.problem { throw problem }
        try refuseUnsupported(parameters)
        try checkForm(form, application)
        let mode = try responseMode(parameters)
        try checkResponseType(parameters)
        let claims = try parameters["claims"].map { text throws(AuthorizeProblem) in try ClaimsRequest(text) }
        return AuthorizeRequest(
            clientID: application.id, redirectURI: redirectURI, responseMode: mode, scope: try scope(parameters),
            state: try state(parameters), nonce: try opaque(parameters, "nonce"),
            codeChallenge: try challenge(parameters, application), prompt: try prompt(parameters),
            maxAge: try maxAge(parameters) ?? application.settings.requests.defaultMaxAge,
            loginHint: parameters["login_hint"].map { String($0.prefix(256)) },
            idTokenHint: parameters["id_token_hint"],
            uiLocales: (parameters["ui_locales"] ?? "").split(separator: " ").prefix(10).map(String.init),
            assurance: try assurance(parameters, claims, application.settings.requests),
            details: try details(parameters, claims), expectedSubject: claims?.subject,
            wantsClientInfo: parameters["client_info"] == "1" ? true : nil)
    }

    static func invalid(_ errorCode: Int, _ message: String) -> AuthorizeProblem {
        AuthorizeProblem(.invalidRequest, errorCode, message)
    }
}

extension AuthorizeProblem: Error {}
