import MartletCredentials
import MartletDirectory
import MartletPolicy

/// What tokens are made of: a family that the gate has just cleared, and the person, the app and the API around it.
struct Grant: Sendable {
    let clearance: Clearance
    let tenant: Tenant
    let user: User
    let application: Application
    let family: RefreshFamily
    /// The canonical scopes of this answer, and the API that the access token is for.
    let scopes: TokenScopes
    let refreshToken: OpaqueToken?
    let nonce: String?
    /// The values of the roles that the person holds at the API.
    let apiRoles: [String]
    /// The values of the roles that the person holds at the app itself.
    let appRoles: [String]
    /// The identifiers of the groups that tokens for the app name; `nil` where the app wants none.
    let groups: [ID<Group>]?
    /// The same for tokens for the API.
    let apiGroups: [ID<Group>]?
    /// How the app proved itself: 0 not at all, 1 by a secret, 2 by a key or certificate (`azpacr`).
    let clientProof: Int

    /// When a token of `lifetime` that is issued at `at` ends: nothing that rests on a temporary access pass outlives what
    /// it is part of (TP-8).
    func end(at: Timestamp, lifetime: Duration) -> Timestamp {
        family.proofs.restOnPass ? min(at + lifetime, family.expiresAt) : at + lifetime
    }

    /// When the person last proved something (`auth_time`).
    var authenticatedAt: Timestamp { family.proofs.map(\.at).max() ?? family.createdAt }
}

/// The scopes of one answer of the token endpoint.
struct TokenScopes: Sendable {
    /// All of them in canonical form: the subset of the family's that this answer is for.
    let canonical: ScopeSet
    /// The API that the access token is for.
    let resource: Resource
    /// The name by which the request called the API, where it must be the audience (RFC 8707 section 2).
    let audience: String?
    /// As the app spelled them, for `scope` in the answer.
    let answer: ScopeSet

    /// The app whose API it is; `nil` for Martlet's own.
    var api: ID<Application>? {
        guard case .application(let api) = resource else { return nil }
        return api.id
    }

    /// What stands in `scp` of the access token: OpenID Connect's scopes only where Martlet itself reads it.
    var accessValues: ScopeSet {
        guard case .martlet = resource else { return ScopeSet(resource.values(in: canonical)) }
        return ScopeSet(canonical.values.filter { !$0.contains("/") })
    }
}
