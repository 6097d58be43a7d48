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

    /// Writes the row of a sign-in that the gate refused when it was asked again.
    func recordRefusal(
        _ decision: SignInDecision, subject: SignInSubject, door: Door, protocolName: String, correlationID: String,
        in tables: Tables
    ) throws {
        let number = decision.oauthError.number
        let event = SignInEvent(
            status: .failure, errorCode: number, failureReason: AADSTS.sentence(for: number), isInteractive: false,
            decision: decision)
        try tools.record(
            event,
            of: signInContext(
                subject.user, door: door, protocolName: protocolName, correlationID: correlationID),
            at: at, in: tables)
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
