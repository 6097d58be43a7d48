import MartletDirectory
import MartletPolicy
import MartletStore

extension GrantContext {
    /// The context of a log line at the token endpoint.
    func signInContext(_ user: User, door: Door, protocolName: String, correlationID: String) -> SignInContext {
        SignInContext(
            tenant: tenant.id, correlationID: correlationID, user: user, typedName: user.userPrincipalName.folded,
            application: application, resource: application.displayName, door: door,
            clientApp: .mobileAppsAndDesktopClients, protocolName: protocolName, origin: request.origin)
    }

    /// Writes the row of a sign-in that the gate refused when it was asked again, or that it let through to somebody
    /// without the assignment that is wanted (`number`).
    func recordRefusal(
        _ decision: SignInDecision, number: Int? = nil, subject: SignInSubject, door: Door, protocolName: String,
        correlationID: String, in tables: Tables
    ) throws {
        let number = number ?? decision.oauthError.number
        let event = SignInEvent(
            status: .failure, errorCode: number, failureReason: AADSTS.sentence(for: number), isInteractive: false,
            decision: decision)
        try tools.record(
            event,
            of: signInContext(
                subject.user, door: door, protocolName: protocolName, correlationID: correlationID),
            at: at, in: tables)
    }

    /// What is told of somebody without an assignment that is wanted, with its row in the log; `nil` where nothing is
    /// missing. To be asked before anything is issued.
    func refusalOfUnassigned(
        _ subject: SignInSubject, for scopes: TokenScopes, decision: SignInDecision, door: Door, protocolName: String,
        correlationID: String, in tables: Tables
    ) throws -> OAuthError? {
        guard try !isAssigned(subject.user.id, for: scopes, in: tables) else { return nil }
        try recordRefusal(
            decision, number: OAuthError.notAssigned.number, subject: subject, door: door, protocolName: protocolName,
            correlationID: correlationID, in: tables)
        return .notAssigned
    }

    /// Writes the alert of a one-time thing that came back.
    func recordTheft(_ activity: AuditActivity, user: ID<User>, correlationID: String, in tables: Tables) throws {
        let caller = Caller(
            identity: .system, tenant: tenant.id, address: request.origin.address, correlationID: correlationID)
        var log = ChangeLog()
        log.on(.app, application.id.rawValue, application.displayName)
        log.on(.user, user.rawValue, try tables.users.find(user, in: tenant.id)?.userPrincipalName.text ?? "")
        try tables.audits.insert(tools.record(activity, by: caller, at: at, log: log))
    }
}

extension Tables {
    /// The state of the session that a code rests on.
    func reliance(on session: ID<Session>, of user: User, at: Timestamp) throws -> SignInFacts.Reliance {
        guard let session = try sessions.find(session, in: user.tenant) else { return .ended }
        return session.endedAt == nil && session.createdAt >= user.sessionsValidFrom ? .live : .ended
    }
}

extension OAuthError {
    /// The app, or the API, wants people who were assigned a role, and the person has none.
    static let notAssigned = OAuthError("invalid_grant", Denial.notAssigned.errorCode)
}
