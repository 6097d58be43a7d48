import MartletDirectory
import MartletPolicy
import MartletStore

/// What the sign-in log is told about one event; the rest is taken from the flow.
struct SignInEvent: Sendable {
    var status: SignInRecord.Status
    var errorCode: Int
    var failureReason: String = ""
    var details: [SignInRecord.Detail] = []
    var isInteractive = true
    var decision: SignInDecision?
    var session: ID<Session>?
}

/// Who and what a sign-in record is about.
struct SignInContext: Sendable {
    var tenant: ID<Tenant>
    var correlationID: String
    var user: User?
    var typedName: String
    var application: Application?
    var resource: String
    var door: Door
    var clientApp: ClientApp = .browser
    var protocolName: String
    var origin: Origin
}

extension Tools {
    /// Writes one line of the sign-in log in the transaction of its event; what cannot be recorded does not happen
    /// (promise 5).
    @discardableResult
    func record(
        _ event: SignInEvent, of context: SignInContext, at: Timestamp, in tables: Tables
    ) throws -> ID<SignInRecord> {
        let id = ambient.newID(of: SignInRecord.self)
        tables.count(Measures.SignIn(door: context.door.name, outcome: event.status))
        let results = event.decision?.results ?? []
        try tables.signIns.insert(
            SignInRecord(
                id: id, tenant: context.tenant, createdAt: at, correlationID: context.correlationID,
                user: context.user?.id,
                userPrincipalName: context.user?.userPrincipalName.folded ?? context.typedName,
                userDisplayName: context.user?.displayName ?? "", application: context.application?.id,
                applicationName: context.application?.displayName ?? context.resource, resource: context.resource,
                door: context.door.name, clientAppUsed: context.clientApp.logName,
                protocolName: context.protocolName, origin: context.origin, isInteractive: event.isInteractive,
                status: event.status, errorCode: event.errorCode, failureReason: event.failureReason,
                requirement: event.decision?.requirement ?? .singleFactor,
                reasons: event.decision?.demandReasons.names ?? [],
                policies: results.map { $0.record() }, details: event.details, session: event.session))
        if let sighting = context.legacySighting(event, at: at) {
            try tables.noteLegacy(sighting, id: ambient.newID())
        }
        if context.user?.isEmergencyAccess == true, let user = context.user {
            // EA-8: every sign-in of an emergency account, whatever came of it, is an alert.
            let caller = Caller(
                identity: .system, tenant: context.tenant, address: context.origin.address,
                correlationID: context.correlationID)
            var log = ChangeLog()
            log.on(.user, user.id.rawValue, user.userPrincipalName.text)
            log.set("outcome", from: nil, to: event.status.rawValue)
            try tables.audits.insert(record(.emergencyAccountUsed, by: caller, at: at, log: log))
        }
        return id
    }
}

extension Flow {
    /// The context of the flow's log lines.
    func context(origin: Origin) -> SignInContext {
        SignInContext(
            tenant: tenant.id, correlationID: device?.code.correlationID ?? pending.correlationID, user: subject?.user,
            typedName: pending.typedName, application: application, resource: resource, door: door,
            protocolName: protocolName, origin: origin)
    }

    private var protocolName: String {
        switch pending.target {
        case .application: "authorizationCode"
        case .device: "deviceCode"
        case .account, .admin: "none"
        }
    }

    private var resource: String {
        switch pending.target {
        case .application, .device: application?.displayName ?? ""
        case .account: "My account"
        case .admin: "Admin center"
        }
    }
}
