import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// The one place where sessions, codes and refresh tokens are made. Each wants a `Clearance`.
///
/// `make check` refuses inserting any of them elsewhere.
struct Issuer: Sendable {
    let tools: Tools

    /// Opens a session for somebody who was let in.
    func openSession(
        by clearance: Clearance, proofs: [Proof], browser: OpaqueToken, origin: Origin, isPersistent: Bool,
        isNewBrowser: Bool = false, at: Timestamp, in tables: Tables
    ) throws -> IssuedSession {
        let secret = tools.newToken(.session)
        let session = Session(
            id: tools.ambient.newID(), tenant: clearance.tenant, user: clearance.subject, secretHash: secret.digest,
            browserHash: browser.digest, proofs: proofs,
            usedRememberedBrowser: clearance.basis == .rememberedBrowser, isPersistent: isPersistent, origin: origin,
            createdAt: at, lastSeenAt: at,
            expiresAt: try tables.end(
                of: proofs, user: clearance.subject,
                planned: at + (isPersistent ? Lifetimes.persistentSession : Lifetimes.session)))
        try tables.sessions.insert(session, by: clearance)
        return IssuedSession(session: session, secret: secret, browser: isNewBrowser ? browser : nil)
    }

    /// Adds fresh proofs to a session and gives it a new secret; the old cookie is dead (A107, N-7.2.4).
    func raise(
        _ session: Session, by clearance: Clearance, proofs: [Proof], at: Timestamp, in tables: Tables
    ) throws -> IssuedSession {
        let secret = tools.newToken(.session)
        var raised = session
        raised.proofs = proofs
        raised.secretHash = secret.digest
        raised.usedRememberedBrowser = clearance.basis == .rememberedBrowser
        raised.lastSeenAt = at
        raised.expiresAt = try tables.end(of: proofs, user: clearance.subject, planned: session.expiresAt)
        let isRaised = try tables.sessions.raise(
            session.id, proofs: proofs, usedRememberedBrowser: raised.usedRememberedBrowser,
            secretHash: secret.digest, expiresAt: raised.expiresAt, by: clearance)
        guard isRaised else { throw ActionError.conflict(.changedMeanwhile) }
        return IssuedSession(session: raised, secret: secret, browser: nil)
    }

    /// Issues an authorization code for a checked request.
    func issueCode(
        by clearance: Clearance, for request: AuthorizeRequest, application: ID<Application>, session: Session,
        proofs: [Proof], correlationID: String, at: Timestamp, in tables: Tables
    ) throws -> OpaqueToken {
        let code = tools.newToken(.authorizationCode)
        let row = AuthorizationCode(
            hash: code.digest, tenant: clearance.tenant, application: application, user: clearance.subject,
            session: session.id, redirectURI: request.redirectURI, scopes: request.scopes, nonce: request.nonce,
            codeChallenge: request.codeChallenge, details: request.details ?? GrantDetails(), proofs: proofs,
            usedRememberedBrowser: clearance.basis == .rememberedBrowser, family: tools.ambient.newID(),
            correlationID: correlationID, createdAt: at,
            expiresAt: try tables.end(
                of: proofs, user: clearance.subject, planned: at + Lifetimes.authorizationCode))
        try tables.authorizationCodes.insert(row, by: clearance)
        return code
    }

    /// Lets a device in that waits for it; `false` if its code was answered before or has expired.
    func approveDevice(
        _ code: DeviceCode, by clearance: Clearance, session: Session, at: Timestamp, in tables: Tables
    ) throws -> Bool {
        try tables.deviceCodes.approve(
            code.hash, session: session.id, proofs: session.proofs,
            usedRememberedBrowser: clearance.basis == .rememberedBrowser, at: at, by: clearance)
    }

    /// Starts the family of a redeemed code and issues its first refresh token if the app asked for one.
    func startFamily(
        of code: AuthorizationCode, by clearance: Clearance, at: Timestamp, in tables: Tables
    ) throws -> (family: RefreshFamily, token: OpaqueToken?) {
        let family = RefreshFamily(
            id: code.family, tenant: code.tenant, application: code.application, user: code.user,
            session: code.session, scopes: code.scopes, nonce: code.nonce, details: code.details, proofs: code.proofs,
            usedRememberedBrowser: code.usedRememberedBrowser, createdAt: at, expiresAt: at + Lifetimes.refreshFamily)
        return try start(family, by: clearance, at: at, in: tables)
    }

    /// Starts a family where no code came before it.
    func startFamily(
        application: ID<Application>, session: Session, scopes: TokenScopes, details: GrantDetails = GrantDetails(),
        by clearance: Clearance, at: Timestamp, in tables: Tables
    ) throws -> (family: RefreshFamily, token: OpaqueToken?) {
        var details = details
        if case .application(let api) = scopes.resource { details.resource = api.id }
        let family = RefreshFamily(
            id: tools.ambient.newID(), tenant: clearance.tenant, application: application, user: clearance.subject,
            session: session.id, scopes: scopes.canonical, nonce: nil, details: details, proofs: session.proofs,
            usedRememberedBrowser: clearance.basis == .rememberedBrowser, createdAt: at,
            expiresAt: at + Lifetimes.refreshFamily)
        return try start(family, by: clearance, at: at, in: tables)
    }

    /// Starts the family of what was exchanged for a token of `parent`: the same person and session and what was proven
    /// there, and it ends no later.
    func startFamily(
        of application: ID<Application>, from parent: RefreshFamily, scopes: TokenScopes, details: GrantDetails,
        by clearance: Clearance, at: Timestamp, in tables: Tables
    ) throws -> (family: RefreshFamily, token: OpaqueToken?) {
        let family = RefreshFamily(
            id: tools.ambient.newID(), tenant: parent.tenant, application: application, user: parent.user,
            session: parent.session, scopes: scopes.canonical, nonce: nil, details: details, proofs: parent.proofs,
            usedRememberedBrowser: parent.usedRememberedBrowser, createdAt: at,
            expiresAt: min(parent.expiresAt, at + Lifetimes.refreshFamily))
        return try start(family, by: clearance, at: at, in: tables)
    }

    private func start(
        _ family: RefreshFamily, by clearance: Clearance, at: Timestamp, in tables: Tables
    ) throws -> (family: RefreshFamily, token: OpaqueToken?) {
        var family = family
        family.expiresAt = try tables.end(of: family.proofs, user: family.user, planned: family.expiresAt)
        try tables.refreshFamilies.insert(family, by: clearance)
        guard family.scopes.contains("offline_access"),
            try tables.applications.find(family.application, in: family.tenant)?
                .settings.grants.allowsRefreshTokens == true
        else { return (family, nil) }
        return (family, try issueRefreshToken(in: family, by: clearance, at: at, tables: tables))
    }

    /// Issues the next refresh token of a family: the successor of `parent`, or the first.
    func issueRefreshToken(
        in family: RefreshFamily, after parent: OpaqueToken? = nil, by clearance: Clearance, at: Timestamp,
        tables: Tables
    ) throws -> OpaqueToken {
        let token = parent.map(tools.successor(of:)) ?? tools.newToken(.refreshToken)
        let idleEnd = at + Lifetimes.refreshTokenIdle
        let row = RefreshToken(
            hash: token.digest, family: family.id, tenant: family.tenant, createdAt: at,
            expiresAt: min(idleEnd, family.expiresAt))
        try tables.refreshTokens.insert(row, by: clearance)
        return token
    }
}
