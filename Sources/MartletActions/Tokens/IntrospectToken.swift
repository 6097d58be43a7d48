import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// Introspection (RFC 7662): tells an API or an app what a token is good for at this moment.
///
/// Only the app that a token is for, the app that it was issued to, and an app that may ask about every token learn
/// anything; whoever else asks, and whoever asks about nothing, hears the same (A195). A public app proves nothing, so
/// that it learns nothing.
package struct IntrospectToken: Sendable {
    let tools: Tools

    /// The action on a set of tools.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// The answer as the app chose to have it.
    package enum Answer: Sendable, Equatable {
        /// JSON (RFC 7662 section 2.2).
        case plain(String)
        /// A signed JWT (RFC 9701 section 5).
        case signed(String)
    }

    /// Answers a request with the fields `token` and, without meaning, `token_type_hint`.
    /// - Throws: `OAuthError`; `StoreError`.
    package func callAsFunction(_ request: TokenRequest) async throws -> Answer {
        let at = tools.now
        guard !request.hasRepeats else { throw OAuthError.malformed }
        let (tenant, asker) = try await tools.authenticateClient(request, at: at)
        guard let token = request.value("token") else { throw OAuthError("invalid_request", 900_144) }
        var answer: JSONObject = ["active": false]
        if asker.kind == .confidential, let known = try await claims(of: token, for: asker, in: tenant, at: at) {
            answer["active"] = true
            for member in known.members { answer[member.name] = member.value }
        }
        guard let algorithm = asker.settings.tokens.introspectionAlgorithm else { return .plain(answer.text) }
        let signer = try await tools.keyRing.signer(for: tenant.id, algorithm: algorithm, at: at)
        let signed: JSONObject = [
            "iss": .string(tools.publicURL.issuer(of: tenant.id)), "aud": .string(asker.id.rawValue),
            "iat": .integer(at.seconds), "token_introspection": .object(answer),
        ]
        return .signed(try signer.sign(claims: signed, type: .introspection))
    }

    private func claims(
        of text: String, for asker: Application, in tenant: Tenant, at: Timestamp
    ) async throws -> JSONObject? {
        if let token = OpaqueToken.parse(text, .refreshToken) {
            return try await tools.store.read { tables in
                try refreshClaims(of: token, for: asker, in: tenant, at: at, tables: tables)
            }
        }
        let check = AccessTokenCheck(tools: tools)
        guard let token = try await check(text, audience: nil, at: at), token.tenant.id == tenant.id,
            try await mayAsk(asker, about: token)
        else { return nil }
        return accessClaims(of: token, for: asker)
    }

    /// Whether the token was issued to the app or is for it.
    private func mayAsk(_ asker: Application, about token: LiveToken) async throws -> Bool {
        if asker.settings.api.readsEveryToken || token.application.id == asker.id { return true }
        guard let audience = token.claims.string("aud") else { return false }
        return try await tools.store.read { tables in
            try tables.resource(called: audience, in: asker.tenant)?.id == asker.id
        }
    }

    private static let copied = [
        "iss", "sub", "aud", "exp", "iat", "nbf", "jti", "client_id", "scope", "roles", "acr", "amr", "auth_time",
        "cnf",
        "act", "tid", "sid", "idtyp",
    ]

    private func accessClaims(of token: LiveToken, for asker: Application) -> JSONObject {
        var claims: JSONObject = [:]
        for name in Self.copied { claims[name] = token.claims[name] }
        var type = "Bearer"
        if case .object(let confirmation) = token.claims["cnf"], confirmation["jkt"] != nil { type = "DPoP" }
        claims["token_type"] = .string(type)
        // A pairwise name would be worth nothing beside the one by which everybody knows the person.
        if let user = token.person?.user, asker.settings.tokens.subjectType == .public {
            claims["username"] = .string(user.userPrincipalName.text)
        }
        return claims
    }

    private func refreshClaims(
        of token: OpaqueToken, for asker: Application, in tenant: Tenant, at: Timestamp, tables: Tables
    ) throws -> JSONObject? {
        guard let row = try tables.refreshTokens.find(token.digest), row.tenant == tenant.id, row.spentAt == nil,
            row.expiresAt > at, let family = try tables.refreshFamilies.find(row.family), family.expiresAt > at,
            family.application == asker.id || asker.settings.api.readsEveryToken,
            let application = try tables.applications.find(family.application, in: tenant.id), application.isEnabled,
            let user = try tables.users.find(family.user, in: tenant.id), user.isEnabled, user.deletedAt == nil,
            try tables.isLive(family, of: user, at: at)
        else { return nil }
        var claims: JSONObject = [
            "iss": .string(tools.publicURL.issuer(of: tenant.id)),
            "sub": .string(tools.subjectName(of: user.id, for: application)),
            "client_id": .string(application.id.rawValue), "scope": .string(family.scopes.description),
            "iat": .integer(row.createdAt.seconds), "exp": .integer(row.expiresAt.seconds),
            "token_type": "refresh_token",
        ]
        if let confirmation = AccessTokenClaims.confirmation(family.details.binding) {
            claims["cnf"] = .object(confirmation)
        }
        if asker.settings.tokens.subjectType == .public {
            claims["username"] = .string(user.userPrincipalName.text)
        }
        return claims
    }
}
