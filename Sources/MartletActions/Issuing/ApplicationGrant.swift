import MartletCredentials
import MartletDirectory
import MartletPolicy

/// What a token without a person is made of: an app that the gate has just cleared, and the API around it.
struct ApplicationGrant: Sendable {
    let clearance: WorkloadClearance
    let tenant: Tenant
    /// The app that gets the token.
    let client: Application
    /// The API that it is for, and the name by which the request called it, where that must be the audience.
    let resource: Resource
    let audience: String?
    /// The values of the roles that the subject holds there, as far as the client may have them.
    let roles: [String]
    /// How the app proved itself: 1 by a secret, 2 by a key or certificate (`azpacr`).
    let clientProof: Int
    /// The key that must be shown with the token, in the form of `GrantDetails`.
    let binding: String?
    /// Who acts for the subject, from the last to the first (RFC 8693 section 4.1).
    let actors: [String]
    /// When what it was exchanged for ends; the token never outlives that.
    let notAfter: Timestamp?
    /// What stands in `scope` of the answer.
    let answer: ScopeSet
}

/// The claims of an access token of an app that acts for itself.
///
/// `sub` and `oid` are the app's own identifier, which is no person's (A180), and `idtyp` says so.
struct ApplicationTokenClaims {
    let tools: Tools
    let grant: ApplicationGrant

    /// When a token that is issued at `at` ends.
    func end(at: Timestamp) -> Timestamp {
        let end = at + Lifetimes.accessToken
        return min(end, grant.notAfter ?? end)
    }

    /// The claims of a token that is issued at `at`.
    func make(at: Timestamp) -> JSONObject {
        let subject = JSONValue.string(grant.clearance.subject.rawValue)
        let client = JSONValue.string(grant.clearance.client.rawValue)
        var claims: JSONObject = [
            "iss": .string(tools.publicURL.issuer(of: grant.tenant.id)), "sub": subject, "oid": subject,
            "aud": .string(grant.audience ?? tools.audience(of: grant.resource)),
            "iat": .integer(at.seconds), "nbf": .integer(at.seconds), "exp": .integer(end(at: at).seconds),
            "tid": .string(grant.tenant.id.rawValue), "ver": "2.0", "idtyp": "app", "client_id": client, "azp": client,
            "azpacr": .string(String(grant.clientProof)),
            "jti": .string(tools.ambient.newID(of: ApplicationGrant.self).rawValue),
        ]
        if !grant.roles.isEmpty { claims["roles"] = .strings(grant.roles) }
        if let confirmation = AccessTokenClaims.confirmation(grant.binding) { claims["cnf"] = .object(confirmation) }
        if let act = AccessTokenClaims.actors(grant.actors) { claims["act"] = .object(act) }
        return claims
    }
}

extension Tools {
    /// The name by which tokens call an API: its id, as Entra names it; Martlet's own address for its own.
    func audience(of resource: Resource) -> String {
        switch resource {
        case .martlet: publicURL.text
        case .application(let application): application.id.rawValue
        }
    }
}
