import MartletCredentials
import MartletDirectory

/// The claims about a person that scopes and the `claims` parameter open (OpenID Connect Core sections 5.4 and 5.5), in ID
/// tokens and at UserInfo alike.
enum PersonClaims {
    /// The claims that there are, each with the scope that opens it.
    static let names: [(claim: String, scope: String)] = [
        ("name", "profile"), ("preferred_username", "profile"), ("given_name", "profile"), ("family_name", "profile"),
        ("locale", "profile"), ("email", "email"),
    ]

    /// The claims that `scopes` open, and those of `requested` that there are.
    static func of(_ user: User, scopes: ScopeSet, requested: [String] = []) -> JSONObject {
        var claims: JSONObject = [:]
        for (name, scope) in names where scopes.contains(scope) || requested.contains(name) {
            if let text = text(of: name, user) { claims[name] = .string(text) }
        }
        return claims
    }

    private static func text(of claim: String, _ user: User) -> String? {
        switch claim {
        case "name": user.displayName
        case "preferred_username", "email": user.userPrincipalName.text
        case "given_name": user.givenName
        case "family_name": user.surname
        case "locale": user.preferredLanguage
        default: nil
        }
    }
}
