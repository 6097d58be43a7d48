import MartletCredentials
import MartletDirectory
import MartletPolicy

/// The claims of an access token: RFC 9068, with Entra's names beside it.
struct AccessTokenClaims {
    let tools: Tools
    let grant: Grant

    /// The claims of a token that is issued at `at`.
    func make(at: Timestamp) -> JSONObject {
        var claims = tools.sharedClaims(grant, at: at, lifetime: Lifetimes.accessToken)
        let scopes = grant.scopes.accessValues.description
        claims["aud"] = .string(audience)
        claims["client_id"] = .string(grant.application.id.rawValue)
        claims["azp"] = .string(grant.application.id.rawValue)
        claims["azpacr"] = .string(String(grant.clientProof))
        claims["scp"] = .string(scopes)
        claims["scope"] = .string(scopes)
        claims["jti"] = .string(tools.ambient.newID(of: Grant.self).rawValue)
        claims["family"] = .string(grant.family.id.rawValue)
        claims["idtyp"] = "user"
        if !grant.apiRoles.isEmpty { claims["roles"] = .strings(grant.apiRoles) }
        let details = grant.family.details
        if !details.capabilities.isEmpty { claims["xms_cc"] = .strings(details.capabilities) }
        if let confirmation = Self.confirmation(details.binding) { claims["cnf"] = .object(confirmation) }
        if let act = Self.actors(details.actors) { claims["act"] = .object(act) }
        if case .application(let api) = grant.scopes.resource {
            GroupsClaim(grant.apiGroups, user: grant.user.id, tools: tools).add(to: &claims)
            OptionalClaims(grant: grant).add(api.settings.tokens.optionalAccessTokenClaims, to: &claims)
        }
        return claims
    }

    /// The API's id, as Entra names it; the name that was asked for where the request named its resource; Martlet's own
    /// address for its own API.
    private var audience: String {
        grant.scopes.audience ?? tools.audience(of: grant.scopes.resource)
    }

    /// `cnf` for a binding in the form of `GrantDetails` (RFC 7800).
    static func confirmation(_ binding: String?) -> JSONObject? {
        guard let binding, let colon = binding.firstIndex(of: ":") else { return nil }
        return [String(binding[..<colon]): .string(String(binding[binding.index(after: colon)...]))]
    }

    /// `act`: who acts now outermost, whoever acted before nested in it (RFC 8693 section 4.1).
    static func actors(_ names: [String]) -> JSONObject? {
        var nested: JSONObject?
        for name in names.reversed() {
            var actor: JSONObject = ["sub": .string(name)]
            if let nested { actor["act"] = .object(nested) }
            nested = actor
        }
        return nested
    }
}

extension Tools {
    /// What ID and access tokens of a person have in common.
    func sharedClaims(_ grant: Grant, at: Timestamp, lifetime: Duration) -> JSONObject {
        let proofs = grant.family.proofs
        var claims: JSONObject = [
            "iss": .string(publicURL.issuer(of: grant.tenant.id)),
            "sub": .string(subjectName(of: grant.user.id, for: grant.application)),
            "iat": .integer(at.seconds), "nbf": .integer(at.seconds),
            "exp": .integer(grant.end(at: at, lifetime: lifetime).seconds),
            "auth_time": .integer(grant.authenticatedAt.seconds),
            "acr": .string(grant.clearance.assurance.acr),
            "amr": .strings(AuthenticationMethodReferences.of(proofs, assurance: grant.clearance.assurance)),
            "tid": .string(grant.tenant.id.rawValue),
            "sid": .string(grant.family.namedSession.rawValue), "ver": "2.0",
        ]
        // A pairwise app must not be able to compare what it knows with another.
        if grant.application.settings.tokens.subjectType == .public {
            claims["oid"] = .string(grant.user.id.rawValue)
        }
        return claims
    }
}
