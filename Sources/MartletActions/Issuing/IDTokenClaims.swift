import MartletCredentials
import MartletDirectory
import MartletPolicy

/// The claims of an ID token: OpenID Connect Core section 2, with Entra's names beside it.
struct IDTokenClaims {
    let tools: Tools
    let grant: Grant

    /// The claims of a token that is issued at `at` beside `accessToken`.
    func make(accessToken: String, at: Timestamp) -> JSONObject {
        var claims = tools.sharedClaims(grant, at: at, lifetime: Lifetimes.idToken)
        claims["aud"] = .string(grant.application.id.rawValue)
        claims["at_hash"] = .string(AccessTokenHash.atHash(accessToken))
        if let nonce = grant.nonce { claims["nonce"] = .string(nonce) }
        let person = PersonClaims.of(
            grant.user, scopes: grant.scopes.canonical, requested: grant.family.details.idTokenClaims)
        for member in person.members where claims[member.name] == nil { claims[member.name] = member.value }
        if !grant.appRoles.isEmpty { claims["roles"] = .strings(grant.appRoles) }
        GroupsClaim(grant.groups, user: grant.user.id, tools: tools).add(to: &claims)
        OptionalClaims(grant: grant).add(grant.application.settings.tokens.optionalIDTokenClaims, to: &claims)
        OptionalClaims(grant: grant).add(grant.family.details.idTokenClaims, to: &claims)
        return claims
    }
}
