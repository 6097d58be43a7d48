import MartletCredentials
import MartletDirectory

/// The claims about a person that scopes open (OpenID Connect Core section 5.4), in ID tokens and at UserInfo alike.
enum PersonClaims {
    /// The claims that `scopes` open.
    static func of(_ user: User, scopes: ScopeSet) -> JSONObject {
        var claims: JSONObject = [:]
        if scopes.contains("profile") {
            claims["name"] = .string(user.displayName)
            claims["preferred_username"] = .string(user.userPrincipalName.text)
            if let givenName = user.givenName { claims["given_name"] = .string(givenName) }
            if let surname = user.surname { claims["family_name"] = .string(surname) }
            if let language = user.preferredLanguage { claims["locale"] = .string(language) }
        }
        if scopes.contains("email") {
            claims["email"] = .string(user.userPrincipalName.text)
        }
        return claims
    }
}
