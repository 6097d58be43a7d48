import MartletCredentials
import MartletDirectory
import MartletStore

/// An access token that was found good, with everything it stands for as it is now.
struct LiveToken: Sendable {
    let claims: JSONObject
    let tenant: Tenant
    let application: Application
    /// The person, and the family that the token belongs to; neither for a token of an app that acts for itself.
    let person: (user: User, family: RefreshFamily)?

    var scopes: ScopeSet { ScopeSet(stored: claims.string("scp") ?? "") }
}

/// Checks access tokens at Martlet's own doors: a good signature is not enough there.
///
/// A session that was ended, a revoked family or token, a disabled person or app stop the token at once (A168).
struct AccessTokenCheck: Sendable {
    let tools: Tools

    /// What a token turned out to be.
    enum Verdict: Sendable {
        case live(LiveToken)
        /// It is ours and its time has not come, but something behind it was ended.
        case ended(JSONObject)
        /// It is none.
        case unknown
    }

    /// What a token is good for; `nil` for any that is not.
    ///
    /// `audience` is `nil` where a token for any API of the tenant may be asked about (introspection).
    /// - Throws: `StoreError`.
    func callAsFunction(_ token: String, audience: String?, at: Timestamp) async throws -> LiveToken? {
        guard case .live(let token) = try await judge(token, audience: audience, at: at) else { return nil }
        return token
    }

    /// The same, and whether a token that is good for nothing was good for something.
    /// - Throws: `StoreError`.
    func judge(_ token: String, audience: String?, at: Timestamp) async throws -> Verdict {
        guard let named = JWTVerifier.unverifiedClaim("tid", of: token), let id = ID<Tenant>(parsing: named),
            let tenant = try await tools.store.read({ try $0.tenants.find(id) })
        else { return .unknown }
        let verifier = try await tools.keyRing.verifier(for: tenant.id, at: at)
        let claims: JSONObject
        do {
            claims = try verifier.verify(
                token, type: .accessToken, issuer: tools.publicURL.issuer(of: tenant.id), audience: audience, at: at)
        } catch {
            return .unknown
        }
        let found = try await tools.store.read { tables in try live(claims, tenant: tenant, at: at, in: tables) }
        return found.map { .live($0) } ?? .ended(claims)
    }

    private func live(
        _ claims: JSONObject, tenant: Tenant, at: Timestamp, in tables: Tables
    ) throws -> LiveToken? {
        // A297: what became of tokens since the backup that the store was put back from is forgotten; all of them end.
        if let restored = try tables.installation.get().restored {
            guard let issued = claims.integer("iat"), issued > restored.at.seconds else { return nil }
        }
        guard let client = claims.string("client_id"),
            let application = try tables.applications.find(ID(client), in: tenant.id), application.isEnabled,
            let tokenID = claims.string("jti"),
            try !tables.spentIdentifiers.contains(IdentifierDigest.of(tokenID), for: .revokedToken, in: tenant.id)
        else { return nil }
        if claims.string("idtyp") == "app" {
            return LiveToken(claims: claims, tenant: tenant, application: application, person: nil)
        }
        guard let name = claims.string("family"), let family = try tables.refreshFamilies.find(ID(name)),
            family.tenant == tenant.id, family.application == application.id,
            let user = try tables.users.find(family.user, in: tenant.id), user.isEnabled, user.deletedAt == nil,
            try tables.isLive(family, of: user, at: at)
        else { return nil }
        return LiveToken(claims: claims, tenant: tenant, application: application, person: (user, family))
    }
}

extension Tables {
    /// Whether what descends from a family still counts: neither it nor one that it was exchanged for was revoked, and
    /// its session was not ended on purpose; one that merely ran out ends nothing.
    func isLive(_ family: RefreshFamily, of user: User, at: Timestamp) throws -> Bool {
        var current = family
        // A chain of exchanges is short; one that is not is not ours.
        for _ in 0..<8 {
            guard current.revokedAt == nil, current.createdAt >= user.sessionsValidFrom,
                !current.createdAt.isAhead(of: at)
            else { return false }
            // TP-8, without the tolerance that clocks have: what a pass let in ends with it.
            if current.proofs.restOnPass, current.expiresAt <= at { return false }
            if let session = try sessions.find(current.session, in: current.tenant), session.endedAt != nil {
                return false
            }
            guard let parent = current.details.parent else { return true }
            guard let next = try refreshFamilies.find(parent), next.tenant == current.tenant, next.user == user.id
            else { return false }
            current = next
        }
        return false
    }
}
