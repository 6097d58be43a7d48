/// The parameters of a request by name; empty ones count as not sent, but may still not be repeated (RFC 6749 3.1).
struct AuthorizeParameters {
    /// The names that appear more than once, in order.
    let repeated: [String]
    private let values: [String: String]

    /// The names that have a meaning here; only these are named in an answer.
    static let known: Set<String> = [
        "client_id", "redirect_uri", "response_type", "response_mode", "scope", "state", "nonce", "code_challenge",
        "code_challenge_method", "prompt", "max_age", "login_hint", "id_token_hint", "ui_locales", "acr_values",
        "claims", "claims_locales", "client_info", "domain_hint", "dpop_jkt", "resource", "request", "request_uri",
        "registration", "display",
    ]

    init(_ parameters: [(String, String)]) {
        var values: [String: String] = [:]
        var repeated: [String] = []
        for (name, value) in parameters where values.updateValue(value, forKey: name) != nil {
            if !repeated.contains(name) { repeated.append(name) }
        }
        self.values = values
        self.repeated = repeated
    }

    subscript(name: String) -> String? {
        guard let value = values[name], !value.isEmpty else { return nil }
        return value
    }

    func isRepeated(_ name: String) -> Bool { repeated.contains(name) }
}
