import MartletDirectory

/// One reader for each parameter.
extension AuthorizeRequestCheck {
    static func refuseUnsupported(_ parameters: AuthorizeParameters) throws(AuthorizeProblem) {
        // Both are unwrapped before anything is checked; what is left of them was not meant for here.
        guard parameters["request"] == nil else {
            throw AuthorizeProblem(.requestNotSupported, 90023, "the request object is not accepted")
        }
        guard parameters["request_uri"] == nil else {
            throw AuthorizeProblem(.requestURINotSupported, 90023, "this request_uri is not accepted")
        }
        guard parameters["registration"] == nil else {
            throw AuthorizeProblem(.registrationNotSupported, 90023, "registration is not accepted")
        }
    }

    /// What the app is held to (RFC 9126 section 6, RFC 9101 section 10.5, FAPI 2.0 Security Profile section 5.3.2.2).
    static func checkForm(
        _ form: AuthorizeRequestForm, _ application: Application
    ) throws(AuthorizeProblem) {
        let settings = application.settings
        guard form.isPushed || !(settings.requests.requiresPushing || settings.authentication.isFAPI) else {
            throw invalid(90023, "requests of this app must be pushed")
        }
        guard form.isSigned || !settings.requests.requiresSigning else {
            throw AuthorizeProblem(.invalidRequestObject, 90023, "requests of this app must be signed")
        }
    }

    /// `code` and nothing else: no token ever travels in an address (A141, RFC 9700 section 2.1.2).
    static func checkResponseType(_ parameters: AuthorizeParameters) throws(AuthorizeProblem) {
        guard let type = parameters["response_type"] else { throw invalid(90014, "response_type is missing") }
        guard type == "code" else {
            throw AuthorizeProblem(.unsupportedResponseType, 70005, "the only response_type is code")
        }
    }

    static func responseMode(
        _ parameters: AuthorizeParameters
    ) throws(AuthorizeProblem) -> AuthorizeRequest.ResponseMode {
        guard let text = parameters["response_mode"] else { return .query }
        guard !parameters.isRepeated("response_mode"), let mode = AuthorizeRequest.ResponseMode(rawValue: text) else {
            throw invalid(70007, "response_mode must be query, form_post, or one of them as a JWT")
        }
        return mode
    }

    static func state(_ parameters: AuthorizeParameters) throws(AuthorizeProblem) -> String? {
        try opaque(parameters, "state")
    }

    /// Text that is given back as it came, or refused by size; never cut, never cleaned (A153).
    static func opaque(_ parameters: AuthorizeParameters, _ name: String) throws(AuthorizeProblem) -> String? {
        guard !parameters.isRepeated(name) else { throw invalid(90023, "\(name) is repeated") }
        guard let text = parameters[name] else { return nil }
        guard text.utf8.count <= longestState else { throw invalid(90023, "\(name) is too long") }
        guard text.unicodeScalars.allSatisfy({ $0.value >= 32 && $0.value != 127 }) else {
            throw invalid(90023, "\(name) has a control character")
        }
        return text
    }

    static func scope(_ parameters: AuthorizeParameters) throws(AuthorizeProblem) -> String {
        guard let text = parameters["scope"] else { throw AuthorizeProblem(.invalidScope, 70011, "scope is missing") }
        guard isScopeList(text) else {
            throw AuthorizeProblem(.invalidScope, 70011, "scope is not a list of scope tokens")
        }
        return ScopeSet(stored: text).description
    }

    /// Whether `text` is a list of scope tokens that is worth looking up: each of them may cost a query (A197).
    package static func isScopeList(_ text: String) -> Bool {
        // RFC 6749 section 3.3: %x21 / %x23-5B / %x5D-7E, single spaces between.
        text.utf8.count <= longestScope && text.utf8.contains { $0 != 32 }
            && text.utf8.allSatisfy { $0 >= 32 && $0 <= 126 && $0 != 34 && $0 != 92 }
    }

    /// PKCE with S256 or nothing; nothing only where the app may do without (A149, RFC 7636 section 4.3).
    static func challenge(
        _ parameters: AuthorizeParameters, _ application: Application
    ) throws(AuthorizeProblem) -> String? {
        let method = parameters["code_challenge_method"]
        guard let challenge = parameters["code_challenge"] else {
            guard method == nil else { throw invalid(50147, "code_challenge_method is sent without code_challenge") }
            guard application.kind != .public, !application.requiresPKCE, !application.settings.authentication.isFAPI
            else {
                throw invalid(50147, "code_challenge is missing")
            }
            return nil
        }
        // A missing method means `plain`, which is not accepted.
        guard method == "S256" else { throw invalid(50147, "code_challenge_method must be S256") }
        guard challenge.utf8.count == 43, challenge.utf8.allSatisfy(isBase64URL) else {
            throw invalid(501_491, "code_challenge must be 43 characters of base64url")
        }
        return challenge
    }

    static func prompt(_ parameters: AuthorizeParameters) throws(AuthorizeProblem) -> [AuthorizeRequest.Prompt] {
        var prompts: [AuthorizeRequest.Prompt] = []
        for word in (parameters["prompt"] ?? "").split(separator: " ") {
            // Entra's word for asking an administrator for everybody's consent: it is asked of whoever signs in.
            guard let prompt = AuthorizeRequest.Prompt(rawValue: word == "admin_consent" ? "consent" : String(word))
            else {
                throw invalid(90023, "prompt has an unknown value")
            }
            if !prompts.contains(prompt) { prompts.append(prompt) }
        }
        // OIDC Core section 3.1.2.1: none with anything else is an error.
        guard !prompts.contains(.none) || prompts.count == 1 else {
            throw invalid(90023, "prompt none stands alone")
        }
        return prompts
    }

    /// Whole seconds, up to ten digits (A019).
    static func maxAge(_ parameters: AuthorizeParameters) throws(AuthorizeProblem) -> Int? {
        guard let text = parameters["max_age"] else { return nil }
        guard text.utf8.count <= 10, text.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }), let seconds = Int(text) else {
            throw invalid(90023, "max_age must be a number of seconds")
        }
        return seconds
    }

    static func isBase64URL(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
