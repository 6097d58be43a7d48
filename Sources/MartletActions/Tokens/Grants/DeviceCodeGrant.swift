import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// The device code grant (RFC 8628 section 3.4): a device asks until a person has answered for it.
///
/// What the person agreed to is the most that it gets, and what the app may still have (A189); the code is good for one
/// app and one exchange (A192).
struct DeviceCodeGrant: Sendable {
    let context: GrantContext

    /// `grant_type`.
    static let name = "urn:ietf:params:oauth:grant-type:device_code"

    init(_ context: GrantContext) { self.context = context }

    func redeem() async throws -> GrantResult {
        guard context.application.allowsDeviceCode else { throw OAuthError.grantNotAllowed }
        // Microsoft's libraries send both names.
        let (first, second) = (context.request.value("device_code"), context.request.value("code"))
        guard let text = first ?? second else { throw OAuthError("invalid_request", 90014) }
        guard first == nil || second == nil || first == second, let code = OpaqueToken.parse(text, .deviceCode) else {
            throw OAuthError.unknownDeviceCode
        }
        return try await context.tools.store.write { tables in
            guard let context = try context.renewed(in: tables) else { return .refused(GrantContext.gone) }
            return try DeviceCodeGrant(context).redeem(code, in: tables)
        }
    }

    private func redeem(_ code: OpaqueToken, in tables: Tables) throws -> GrantResult {
        guard context.application.allowsDeviceCode else { return .refused(.grantNotAllowed) }
        // Another app's code is refused before anything is noted about it (A192).
        guard let known = try tables.deviceCodes.find(code.digest), known.tenant == context.tenant.id,
            known.application == context.application.id, known.spentAt == nil
        else { return .refused(.unknownDeviceCode) }
        guard known.expiresAt > context.at, !known.createdAt.isAhead(of: context.at) else {
            return .refused(OAuthError("expired_token", 70020))
        }
        switch known.status {
        case .denied: return .refused(OAuthError("access_denied", 65004))
        case .pending:
            guard try tables.deviceCodes.poll(code.digest, at: context.at) else {
                return .refused(OAuthError("slow_down", 90055))
            }
            return .refused(OAuthError("authorization_pending", 70016))
        case .approved:
            guard let spent = try tables.deviceCodes.spend(code.digest, at: context.at) else {
                return .refused(.unknownDeviceCode)
            }
            return try redeem(spent, in: tables)
        }
    }

    private func redeem(_ code: DeviceCode, in tables: Tables) throws -> GrantResult {
        guard let user = code.user, let session = code.session,
            let subject = try tables.subject(user, in: context.tenant.id)
        else { return .refused(.invalidGrant) }
        let wish = try context.wish(code.scopes, in: tables)
        guard try tables.coverage(of: wish, application: context.application, user: user).isComplete else {
            return .refused(OAuthError("invalid_grant", 65001))
        }
        guard let scopes = try context.tokenScopes(granted: wish.canonical, details: code.details, in: tables) else {
            return .refused(OAuthError("invalid_scope", 70011))
        }
        let attempt = Attempt(
            door: .deviceRedemption, clientApp: .mobileAppsAndDesktopClients, origin: context.request.origin,
            isManagementSurface: context.isManagementSurface(scopes),
            reliance: try tables.reliance(on: session, of: subject.user, at: context.at), proofs: code.proofs,
            reliedOnRememberedBrowser: code.usedRememberedBrowser, skippedRegistration: true,
            strengths: context.strengths(for: scopes))
        let facts = try tables.facts(of: subject, attempt: attempt, tenant: context.tenant, at: context.at)
        let decision = tables.judging { decide(facts, under: .compiled(for: context.tenant.securityDefaults)) }
        guard let clearance = decision.clearance else {
            try context.recordRefusal(
                decision, subject: subject, door: .deviceRedemption, protocolName: "deviceCode",
                correlationID: code.correlationID, in: tables)
            return .refused(decision.oauthError)
        }
        let refusal = try context.refusalOfUnassigned(
            subject, for: scopes, decision: decision, door: .deviceRedemption, protocolName: "deviceCode",
            correlationID: code.correlationID, in: tables)
        if let refusal { return .refused(refusal) }
        return try grant(code, scopes: scopes, to: subject, by: clearance, decision: decision, in: tables)
    }

    /// The device gets a session of its own: the person sees it in the list and ends it there, and signing out of the
    /// browser, as one should on a machine that is not one's own, does not end it.
    private func grant(
        _ code: DeviceCode, scopes: TokenScopes, to subject: SignInSubject, by clearance: Clearance,
        decision: SignInDecision, in tables: Tables
    ) throws -> GrantResult {
        let opened = try context.issuer.openSession(
            by: clearance, proofs: code.proofs, browser: context.tools.newToken(.browser), origin: code.origin,
            isPersistent: true, at: context.at, in: tables)
        let (family, token) = try context.issuer.startFamily(
            application: context.application.id, session: opened.session, scopes: scopes,
            details: context.bound(code.details),
            by: clearance, at: context.at, in: tables)
        let event = SignInEvent(
            status: .success, errorCode: 0,
            details: [code.placeDetail(of: context.request.origin, at: context.at)], isInteractive: false,
            decision: decision, session: opened.session.id)
        try context.tools.record(
            event,
            of: context.signInContext(
                subject.user, door: .deviceRedemption, protocolName: "deviceCode", correlationID: code.correlationID),
            at: context.at, in: tables)
        return .granted(
            try context.grant(
                scopes, to: subject, by: clearance, family: family, refreshToken: token, nonce: nil, in: tables))
    }
}

extension OAuthError {
    /// A device code that there is not, is another app's, or was used (A192).
    static let unknownDeviceCode = OAuthError("invalid_grant", 70018)
}
