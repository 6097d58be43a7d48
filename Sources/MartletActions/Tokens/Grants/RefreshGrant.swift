import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// The refresh grant (RFC 6749 section 6) with rotation and reuse detection (RFC 9700 section 4.14).
///
/// A token is good once. Whoever asks again within ten seconds, before its successor was used, gets that same successor:
/// an app that lost an answer goes on, and two that ask at one instant do not end each other (A158, A159).
///
/// Each refresh is decided again: a disabled user, a revoked session or a changed policy stops it (A161).
struct RefreshGrant: Sendable {
    let context: GrantContext

    init(_ context: GrantContext) { self.context = context }

    func redeem() async throws -> GrantResult {
        guard context.application.settings.grants.allowsRefreshTokens else { throw OAuthError.grantNotAllowed }
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
        let repeated = try repeatedAnswer(to: known, token: token, of: family, in: tables)
        if known.spentAt != nil, repeated == nil { return .refused(try punishReuse(of: family, in: tables)) }
        guard family.revokedAt == nil else { return .refused(OAuthError("invalid_grant", 50173)) }
        guard repeated != nil || known.expiresAt > context.at, family.expiresAt > context.at,
            !family.createdAt.isAhead(of: context.at)
        else {
            return .refused(OAuthError("invalid_grant", 70008))
        }
        guard context.shows(family.details.binding) else { return .refused(.wrongSender) }
        guard try isStillHeld(family, in: tables) else { return .refused(OAuthError("invalid_grant", 50173)) }
        guard let scopes = try scopes(of: family, in: tables) else {
            return .refused(OAuthError("invalid_scope", 70011))
        }
        return try grant(family, token: token, repeated: repeated, scopes: scopes, in: tables)
    }

    /// Whether what a family was exchanged for, if it was, still counts (RFC 8693): it ends with that.
    private func isStillHeld(_ family: RefreshFamily, in tables: Tables) throws -> Bool {
        guard family.details.parent != nil else { return true }
        guard let user = try tables.users.find(family.user, in: family.tenant) else { return false }
        return try tables.isLive(family, of: user, at: context.at)
    }

    /// How long the answer to a refresh may be asked for once more, by an app that lost it on the way (A159).
    static let grace: Duration = .seconds(10)

    /// The token that was the answer to one that is spent, where that may be given once more: shortly after, and while
    /// nobody has used it. It is always the same, so the family never forks.
    private func repeatedAnswer(
        to known: RefreshToken, token: OpaqueToken, of family: RefreshFamily, in tables: Tables
    ) throws -> OpaqueToken? {
        guard let spentAt = known.spentAt, context.at <= spentAt + Self.grace, !spentAt.isAhead(of: context.at),
            family.revokedAt == nil
        else {
            return nil
        }
        let child = context.tools.successor(of: token)
        guard let row = try tables.refreshTokens.find(child.digest), row.family == family.id, row.spentAt == nil else {
            return nil
        }
        return child
    }

    private func grant(
        _ family: RefreshFamily, token: OpaqueToken, repeated: OpaqueToken?, scopes: TokenScopes, in tables: Tables
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
            strengths: context.strengths(for: scopes))
        let facts = try tables.facts(of: subject, attempt: attempt, tenant: context.tenant, at: context.at)
        let decision = tables.judging { decide(facts, under: .compiled(for: context.tenant.securityDefaults)) }
        guard let clearance = decision.clearance else {
            // The token stays unspent: once the person has done what is missing, or the account is back, it works.
            try context.recordRefusal(
                decision, subject: subject, door: .refresh, protocolName: "refreshToken",
                correlationID: context.tools.newCorrelationID(), in: tables)
            return .refused(decision.oauthError)
        }
        // The token stays unspent here too: it works again with the assignment.
        let refusal = try context.refusalOfUnassigned(
            subject, for: scopes, decision: decision, door: .refresh, protocolName: "refreshToken",
            correlationID: context.tools.newCorrelationID(), in: tables)
        if let refusal { return .refused(refusal) }
        // Nobody is here to prove more; the token stays unspent for the time after (RFC 9470 section 5).
        guard try context.isEnough(clearance) else { return .refused(OAuthError("interaction_required", 50076)) }
        guard let next = try repeated ?? rotate(token, in: family, by: clearance, tables: tables) else {
            return .refused(try punishReuse(of: family, in: tables))
        }
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

    /// Spends the token and issues its successor; `nil` where another request was quicker and its answer may not be
    /// repeated.
    private func rotate(
        _ token: OpaqueToken, in family: RefreshFamily, by clearance: Clearance, tables: Tables
    ) throws -> OpaqueToken? {
        if try tables.refreshTokens.spend(token.digest, at: context.at) != nil {
            return try context.issuer.issueRefreshToken(
                in: family, after: token, by: clearance, at: context.at, tables: tables)
        }
        guard let known = try tables.refreshTokens.find(token.digest) else { return nil }
        return try repeatedAnswer(to: known, token: token, of: family, in: tables)
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
