import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// The authorization code grant (RFC 6749 section 4.1.3, RFC 7636).
struct CodeGrant: Sendable {
    let context: GrantContext

    init(_ context: GrantContext) { self.context = context }

    func redeem() async throws -> GrantResult {
        guard let text = context.request.value("code") else { throw OAuthError("invalid_request", 90014) }
        guard let code = OpaqueToken.parse(text, .authorizationCode) else { throw OAuthError.invalidGrant }
        return try await context.tools.store.write { tables in
            guard let context = try context.renewed(in: tables) else { return .refused(GrantContext.gone) }
            return try CodeGrant(context).redeem(code, in: tables)
        }
    }

    private func redeem(_ code: OpaqueToken, in tables: Tables) throws -> GrantResult {
        // Another app's code is refused before it is spent, so that knowing a code does not destroy it (A145).
        guard let known = try tables.authorizationCodes.find(code.digest),
            known.application == context.application.id, known.tenant == context.tenant.id
        else { return .refused(.invalidGrant) }
        guard let spent = try tables.authorizationCodes.spend(code.digest, at: context.at) else {
            return .refused(try punishReuse(of: known, in: tables))
        }
        if let problem = problem(with: spent) { return .refused(problem) }
        // RFC 9449 section 10: the key that was named when the code was asked for, and no other.
        if let named = spent.details.binding, named != context.binding?.stored { return .refused(.wrongSender) }
        guard try hasConsent(spent, in: tables) else { return .refused(OAuthError("invalid_grant", 65001)) }
        let inForce = try context.wish(spent.scopes, in: tables).canonical
        guard let scopes = try context.tokenScopes(granted: inForce, details: spent.details, in: tables) else {
            return .refused(OAuthError("invalid_scope", 70011))
        }
        return try grant(spent, scopes: scopes, in: tables)
    }

    /// A code that comes back was stolen, by the first or by the second: everything it led to is revoked (A143).
    private func punishReuse(of code: AuthorizationCode, in tables: Tables) throws -> OAuthError {
        _ = try tables.refreshFamilies.revoke(code.family, at: context.at)
        try context.recordTheft(
            .authorizationCodeReused, user: code.user, correlationID: code.correlationID, in: tables)
        return OAuthError("invalid_grant", 54005)
    }

    private func problem(with code: AuthorizationCode) -> OAuthError? {
        guard code.expiresAt > context.at, !code.createdAt.isAhead(of: context.at) else {
            return OAuthError("invalid_grant", 70008)
        }
        // RFC 6749 section 4.1.3: the redirect URI must be identical (A146).
        guard context.request.value("redirect_uri") == code.redirectURI else { return .invalidGrant }
        let verifier = context.request.value("code_verifier")
        switch (code.codeChallenge, verifier) {
        case (nil, nil): return nil
        case (.some(let challenge), .some(let verifier)):
            guard PKCE.isValidVerifier(verifier), PKCE.matches(verifier: verifier, challenge: challenge) else {
                return OAuthError("invalid_grant", 50147)
            }
            return nil
        // A challenge without a verifier, and a verifier without a challenge (RFC 9700 section 2.1.1; A147, A148).
        case (.some, nil), (nil, .some): return OAuthError("invalid_grant", 50147)
        }
    }

    /// Whether what was agreed to still stands; it may have been taken back since the code was issued (A151).
    private func hasConsent(_ code: AuthorizationCode, in tables: Tables) throws -> Bool {
        let wish = try context.wish(code.details.consentScopes(beside: code.scopes), in: tables)
        return try tables.coverage(of: wish, application: context.application, user: code.user).isComplete
    }

    private func grant(
        _ code: AuthorizationCode, scopes: TokenScopes, in tables: Tables
    ) throws -> GrantResult {
        guard let subject = try tables.subject(code.user, in: context.tenant.id) else { return .refused(.invalidGrant) }
        let attempt = Attempt(
            door: .codeExchange, origin: context.request.origin,
            isManagementSurface: context.isManagementSurface(scopes),
            reliance: try tables.reliance(on: code.session, of: subject.user, at: context.at), proofs: code.proofs,
            reliedOnRememberedBrowser: code.usedRememberedBrowser, skippedRegistration: true,
            strengths: context.strengths(for: scopes))
        let facts = try tables.facts(of: subject, attempt: attempt, tenant: context.tenant, at: context.at)
        let decision = tables.judging { decide(facts, under: .compiled(for: context.tenant.securityDefaults)) }
        guard let clearance = decision.clearance else {
            try context.recordRefusal(
                decision, subject: subject, door: .codeExchange, protocolName: "authorizationCode",
                correlationID: code.correlationID, in: tables)
            return .refused(decision.oauthError)
        }
        let refusal = try context.refusalOfUnassigned(
            subject, for: scopes, decision: decision, door: .codeExchange, protocolName: "authorizationCode",
            correlationID: code.correlationID, in: tables)
        if let refusal { return .refused(refusal) }
        var code = code
        code.details = context.bound(code.details)
        let (family, token) = try context.issuer.startFamily(of: code, by: clearance, at: context.at, in: tables)
        return .granted(
            try context.grant(
                scopes, to: subject, by: clearance, family: family, refreshToken: token, nonce: code.nonce, in: tables))
    }
}
