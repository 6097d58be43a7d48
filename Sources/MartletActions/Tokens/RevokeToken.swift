import MartletCredentials
import MartletDirectory
import MartletStore

/// Revocation (RFC 7009): an app gives back a token that it holds.
///
/// A refresh token takes its whole family with it, and so every access token of it; an access token goes alone. What is
/// unknown, over, or another app's is answered like what was revoked, and left as it was (A195).
package struct RevokeToken: Sendable {
    let tools: Tools

    /// The action on a set of tools.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Takes back the token of the request. When it returns, the token is worth nothing or was worth nothing (A165).
    /// - Throws: `OAuthError`; `StoreError`.
    package func callAsFunction(_ request: TokenRequest) async throws {
        let at = tools.now
        guard !request.hasRepeats else { throw OAuthError.malformed }
        let (tenant, application) = try await tools.authenticateClient(request, at: at)
        guard let text = request.value("token") else { throw OAuthError("invalid_request", 900_144) }
        if let token = OpaqueToken.parse(text, .refreshToken) {
            try await revoke(token, of: application, in: tenant, origin: request.origin, at: at)
        } else {
            try await revoke(accessToken: text, of: application, in: tenant, origin: request.origin, at: at)
        }
    }

    private func revoke(
        _ token: OpaqueToken, of application: Application, in tenant: Tenant, origin: Origin, at: Timestamp
    ) async throws {
        try await tools.store.write { tables in
            // One that was rotated belongs to its family as well.
            guard let row = try tables.refreshTokens.find(token.digest), row.tenant == tenant.id,
                let family = try tables.refreshFamilies.find(row.family), family.application == application.id,
                try tables.refreshFamilies.revoke(family.id, at: at)
            else { return }
            try record(family.user, kind: "refresh token", application, origin: origin, at: at, in: tables)
        }
    }

    private func revoke(
        accessToken: String, of application: Application, in tenant: Tenant, origin: Origin, at: Timestamp
    ) async throws {
        guard let token = try await AccessTokenCheck(tools: tools)(accessToken, audience: nil, at: at),
            token.tenant.id == tenant.id, token.application.id == application.id,
            let identifier = token.claims.string("jti"), let end = token.claims.integer("exp")
        else { return }
        // Kept for as long as any clock may still take the token for good.
        let forgotten = Timestamp(seconds: end + JWTVerifier.leewaySeconds)
        try await tools.store.write { tables in
            let isFirst = try tables.spentIdentifiers.spend(
                IdentifierDigest.of(identifier), for: .revokedToken, in: tenant.id, expiresAt: forgotten)
            guard isFirst else { return }
            try record(token.person?.user.id, kind: "access token", application, origin: origin, at: at, in: tables)
        }
    }

    private func record(
        _ user: ID<User>?, kind: String, _ application: Application, origin: Origin, at: Timestamp, in tables: Tables
    ) throws {
        let caller = Caller(
            identity: .system, tenant: application.tenant, address: origin.address,
            correlationID: tools.newCorrelationID())
        var log = ChangeLog()
        log.on(.app, application.id.rawValue, application.displayName)
        if let user {
            let name = try tables.users.find(user, in: application.tenant)?.userPrincipalName.text
            log.on(.user, user.rawValue, name ?? "")
        }
        log.set("token", from: kind, to: nil)
        try tables.audits.insert(tools.record(.tokenRevoked, by: caller, at: at, log: log))
    }
}
