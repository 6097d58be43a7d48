import MartletCredentials
import MartletDirectory

/// The claims that an app can have in its tokens if it wants them, by Entra's names.
struct OptionalClaims {
    let user: User
    let tenant: Tenant

    /// The claims of one person.
    init(user: User, tenant: Tenant) {
        self.user = user
        self.tenant = tenant
    }

    /// The claims of whom tokens are being made for.
    init(grant: Grant) { self.init(user: grant.user, tenant: grant.tenant) }

    /// The names that there are.
    static let names = [
        "acct", "email", "family_name", "given_name", "login_hint", "name", "preferred_username",
        "tenant_display_name", "upn", "verified_primary_email", "xms_pl",
    ]

    /// Adds those of `wanted` that there are; a claim that stands already is never replaced (A179).
    func add(_ wanted: [String], to claims: inout JSONObject) {
        for name in wanted where claims[name] == nil {
            if let value = value(of: name) { claims[name] = value }
        }
    }

    private func value(of name: String) -> JSONValue? {
        switch name {
        case "acct": return .integer(user.kind == .guest ? 1 : 0)
        case "email", "upn", "preferred_username", "login_hint": return .string(user.userPrincipalName.text)
        case "verified_primary_email": return .strings([user.userPrincipalName.text])
        case "family_name": return user.surname.map { .string($0) }
        case "given_name": return user.givenName.map { .string($0) }
        case "name": return .string(user.displayName)
        case "tenant_display_name": return .string(tenant.displayName)
        case "xms_pl": return user.preferredLanguage.map { .string($0) }
        default: return nil
        }
    }
}
