import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// The refresh grant (RFC 6749 section 6) with rotation and reuse detection (RFC 9700 section 4.14).
///
/// Each refresh is decided again: a disabled user, a revoked session or a changed policy stops it (A161).
struct RefreshGrant: Sendable {
    let context: GrantContext

    init(_ context: GrantContext) { self.context = context }

    func redeem() async throws -> GrantResult {
        guard let text = context.request.value("refresh_token") else { throw OAuthError("invalid_request", 90014) }
        guard let token = OpaqueToken.parse(text, .refreshToken) else { throw OAuthError.invalidGrant }
        return try await context.tools.store.write { tables in
            guard let context = try context.renewed(in: tables) else { return .refused(GrantContext.gone) }
            return try RefreshGrant(context).redeem(token, in: tables)
        }
    }

    private func redeem(_ token: OpaqueToken, in tables: Tables) throws -> GrantResult {
        guard let known = try tables.refreshTokens.find(token.digest), known.tenant == context.tenant.id,
            let family = try tables.refreshFamilies.find(known.family),
            family.application == context.application.id
        else { return .refused(.invalidGrant) }
        if known.spentAt != nil { return .refused(try punishReuse(of: family, in: tables)) }
        guard family.revokedAt == nil else { return .refused(OAuthError("invalid_grant", 50173)) }
        guard known.expiresAt > context.at, family.expiresAt > context.at else {
            return .refused(OAuthError("invalid_grant", 70008))
        }
        guard context.shows(family.details.binding) else { return .refused(.wrongSender) }
        guard let scopes = try scopes(of: family, in: tables) else {
            return .refused(OAuthError("invalid_scope", 70011))
        }
        return try grant(family, token: token, scopes: scopes, in: tables)
    }

    private func grant(
        _ family: RefreshFamily, token: OpaqueToken, scopes: TokenScopes, in tables: Tables
    ) throws -> GrantResult {
        guard let subject = try tables.subject(family.user, in: context.tenant.id) else {
            return .refused(.invalidGrant)
        }
        let attempt = Attempt(
            door: .refresh, clientApp: .mobileAppsAndDesktopClients, origin: context.request.origin,
            isManagementSurface: context.isManagementSurface(scopes),
            // SD-51: what was issued before `sessionsValidFrom` is dead, also where the session itself has run out.
            reliance: family.createdAt >= subject.user.sessionsValidFrom ? .live : .ended, proofs: family.proofs,
            reliedOnRememberedBrowser: family.usedRememberedBrowser, skippedRegistration: true,
            requestedAssurance: try context.wantedAssurance())
        let facts = try tables.facts(of: subject, attempt: attempt, tenant: context.tenant, at: context.at)
        let decision = decide(facts, under: .compiled(for: context.tenant.securityDefaults))
        guard let clearance = decision.clearance else {
            // The token stays unspent: once the person has done what is missing, or the account is back, it works.
            try context.recordRefusal(
                decision, subject: subject, door: .refresh, protocolName: "refreshToken",
                correlationID: context.tools.newCorrelationID(), in: tables)
            return .refused(decision.oauthError)
        }
        guard try tables.refreshTokens.spend(token.digest, at: context.at) != nil else {
            return .refused(try punishReuse(of: family, in: tables))
        }
        let next = try context.issuer.issueRefreshToken(in: family, by: clearance, at: context.at, tables: tables)
        let event = SignInEvent(
            status: .success, errorCode: 0, isInteractive: false, decision: decision, session: family.session)
        try context.tools.record(
            event,
            of: context.signInContext(
                subject.user, door: .refresh, protocolName: "refreshToken",
                correlationID: context.tools.newCorrelationID()),
            at: context.at, in: tables)
        return .granted(
            try context.grant(
                scopes, to: subject, by: clearance, family: try context.asking(family), refreshToken: next, nonce: nil,
                in: tables))
    }

    /// The scopes of the new access token: those asked for, if they were granted; never more (A163).
    ///
    /// A refresh token is not tied to one API, as Microsoft's libraries expect: what the person or an administrator agreed
    /// to meanwhile is granted too. Without `scope` it is what the first token had.
    private func scopes(of family: RefreshFamily, in tables: Tables) throws -> TokenScopes? {
        var granted = family.scopes
        // What the app was granted at some time and has lost since is no longer in force (A161).
        let kept = try context.wish(granted, in: tables)
        let lost = try tables.coverage(of: kept, application: context.application, user: family.user)
        let gone = Set((lost.askable + lost.administrative).map(\.canonical) + lost.askableOpenID)
        granted = ScopeSet(kept.canonical.values.filter { !gone.contains($0) })
        if let asked = context.request.value("scope") {
            let wish = try context.wish(ScopeSet(stored: asked), in: tables)
            let coverage = try tables.coverage(of: wish, application: context.application, user: family.user)
            let missing = Set((coverage.askable + coverage.administrative).map(\.canonical))
            let agreed = wish.items.filter { !missing.contains($0.canonical) }.map(\.canonical)
            granted = granted.union(ScopeSet(agreed))
        }
        return try context.tokenScopes(granted: granted, details: family.details, in: tables)
    }

    private func punishReuse(of family: RefreshFamily, in tables: Tables) throws -> OAuthError {
        if try tables.refreshFamilies.revoke(family.id, at: context.at) {
            try context.recordTheft(
                .refreshTokenReused, user: family.user, correlationID: context.tools.newCorrelationID(), in: tables)
        }
        return OAuthError("invalid_grant", 50173)
    }
}
