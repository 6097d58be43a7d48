import MartletCredentials
import MartletDirectory
import MartletStore

/// UserInfo (OpenID Connect Core section 5.3): the claims that an access token's scopes open.
package struct UserInfo: Sendable {
    let tools: Tools

    /// The action on a set of tools.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Why a token was refused (RFC 6750 section 3.1).
    package enum Refusal: Error, Sendable { case invalidToken, insufficientScope }

    /// The claims, as JSON text.
    ///
    /// A good signature is not enough here: a session that was ended, a revoked family, a disabled person or app stop
    /// the token at once (A168).
    /// - Throws: `Refusal`; `StoreError`.
    package func callAsFunction(accessToken: String) async throws -> String {
        let at = tools.now
        guard let named = JWTVerifier.unverifiedClaim("tid", of: accessToken), let tenant = ID<Tenant>(parsing: named)
        else { throw Refusal.invalidToken }
        guard try await tools.store.read({ try $0.tenants.find(tenant) }) != nil else { throw Refusal.invalidToken }
        let claims: JSONObject
        do {
            claims = try await tools.keyRing.verifier(for: tenant, at: at)
                .verify(
                    accessToken, type: .accessToken, issuer: tools.publicURL.issuer(of: tenant),
                    audience: tools.publicURL.text, at: at)
        } catch is JWTVerifier.Refused {
            throw Refusal.invalidToken
        }
        let scopes = ScopeSet(stored: claims.string("scp") ?? "")
        guard scopes.contains("openid") else { throw Refusal.insufficientScope }
        let user = try await tools.store.read { tables in try holder(of: claims, tenant: tenant, at: at, in: tables) }
        guard let user else { throw Refusal.invalidToken }
        var answer: JSONObject = ["sub": .string(user.id.rawValue)]
        for member in PersonClaims.of(user, scopes: scopes).members { answer[member.name] = member.value }
        return answer.text
    }

    private func holder(of claims: JSONObject, tenant: ID<Tenant>, at: Timestamp, in tables: Tables) throws -> User? {
        guard let user = try claims.string("oid").flatMap({ try tables.users.find(ID($0), in: tenant) }),
            user.isEnabled, user.deletedAt == nil,
            let family = try claims.string("family").flatMap({ try tables.refreshFamilies.find(ID($0)) }),
            family.tenant == tenant, family.user == user.id, family.revokedAt == nil,
            family.createdAt >= user.sessionsValidFrom,
            try tables.applications.find(family.application, in: tenant)?.isEnabled == true
        else { return nil }
        // A session that was ended on purpose takes its tokens with it; one that merely ran out does not.
        if let session = try tables.sessions.find(family.session, in: tenant), session.endedAt != nil { return nil }
        return user
    }
}
