import MartletDirectory

/// An authorization request that was checked (RFC 6749 section 4.1.1, OIDC Core section 3.1.2.1).
package struct AuthorizeRequest: Sendable, Equatable, Codable {
    /// How the answer travels.
    package enum ResponseMode: String, Sendable, Codable, CaseIterable {
        case query
        case formPost = "form_post"
        /// As a signed JWT, in the query (JARM section 2.3.4).
        case jwt
        /// The same by its full name.
        case queryJWT = "query.jwt"
        /// As a signed JWT, by a form.
        case formPostJWT = "form_post.jwt"

        /// Whether the answer is signed.
        package var isSigned: Bool {
            switch self {
            case .query, .formPost: false
            case .jwt, .queryJWT, .formPostJWT: true
            }
        }

        /// Whether a form carries the answer.
        package var isForm: Bool { self == .formPost || self == .formPostJWT }
    }

    /// What the app wants shown, or not shown.
    package enum Prompt: String, Sendable, Codable, CaseIterable {
        case none, login, consent
        case selectAccount = "select_account"
    }

    /// The app.
    package var clientID: ID<Application>
    /// Exactly as it was sent (A146).
    package var redirectURI: String
    /// Query unless the app chose otherwise.
    package var responseMode: ResponseMode
    /// The scope tokens, with single spaces between.
    package var scope: String
    /// Returned as it came.
    package var state: String?
    /// For the ID token.
    package var nonce: String?
    /// The S256 challenge.
    package var codeChallenge: String?
    /// `none` stands alone.
    package var prompt: [Prompt]
    /// How old the sign-in may be, in seconds, 0 or more.
    package var maxAge: Int?
    /// A name to begin with.
    package var loginHint: String?
    /// An ID token that says who is expected; not verified here.
    package var idTokenHint: String?
    /// Languages in order of preference.
    package var uiLocales: [String]
    /// `any`, `multiFactor` or `phishingResistant`, as `SignInFacts.RequestedAssurance` names them.
    package var assurance: SignInFacts.RequestedAssurance
    /// What is asked for beyond the scopes; `nil` for nothing.
    package var details: GrantDetails?
    /// Whether any of the scopes opens something that manages (D9).
    package var opensManagement: Bool?
    /// The only `sub` that the app has a use for; `nil` for anybody's.
    package var expectedSubject: String?
    /// The digest of the name under which the request was pushed, in base64url; that name counts once.
    package var pushed: String?
    /// Whether the answer tells Microsoft's libraries whose code it carries (`client_info=1`); `nil` is no.
    package var wantsClientInfo: Bool?

    /// The scopes.
    package var scopes: ScopeSet { ScopeSet(stored: scope) }

    /// A request with every field given.
    package init(
        clientID: ID<Application>, redirectURI: String, responseMode: ResponseMode = .query, scope: String,
        state: String? = nil, nonce: String? = nil, codeChallenge: String? = nil, prompt: [Prompt] = [],
        maxAge: Int? = nil, loginHint: String? = nil, idTokenHint: String? = nil, uiLocales: [String] = [],
        assurance: SignInFacts.RequestedAssurance = .any, details: GrantDetails? = nil, opensManagement: Bool? = nil,
        expectedSubject: String? = nil, pushed: String? = nil, wantsClientInfo: Bool? = nil
    ) {
        self.clientID = clientID
        self.redirectURI = redirectURI
        self.responseMode = responseMode
        self.scope = scope
        self.state = state
        self.nonce = nonce
        self.codeChallenge = codeChallenge
        self.prompt = prompt
        self.maxAge = maxAge
        self.loginHint = loginHint
        self.idTokenHint = idTokenHint
        self.uiLocales = uiLocales
        self.assurance = assurance
        self.details = details
        self.opensManagement = opensManagement
        self.expectedSubject = expectedSubject
        self.pushed = pushed
        self.wantsClientInfo = wantsClientInfo
    }
}

/// Why an authorization request is refused.
package struct AuthorizeProblem: Sendable, Equatable {
    /// The `error` of RFC 6749 section 4.1.2.1 and OIDC Core section 3.1.2.6.
    package enum Code: String, Sendable, Equatable, CaseIterable {
        case invalidRequest = "invalid_request"
        case unauthorizedClient = "unauthorized_client"
        case unsupportedResponseType = "unsupported_response_type"
        case invalidScope = "invalid_scope"
        case requestNotSupported = "request_not_supported"
        case requestURINotSupported = "request_uri_not_supported"
        case registrationNotSupported = "registration_not_supported"
        case unmetAuthenticationRequirements = "unmet_authentication_requirements"
        case invalidTarget = "invalid_target"
        case invalidRequestObject = "invalid_request_object"
        case invalidRequestURI = "invalid_request_uri"
    }

    /// What the client may branch on.
    package var code: Code
    /// The AADSTS number (section 4.2).
    package var errorCode: Int
    /// One sentence for the developer, without user input.
    package var message: String

    /// A problem with every field given.
    package init(_ code: Code, _ errorCode: Int, _ message: String) {
        self.code = code
        self.errorCode = errorCode
        self.message = message
    }
}
