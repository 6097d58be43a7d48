import Hummingbird
import MartletActions
import MartletDirectory

/// The first page of the admin center.
struct OverviewPages: Sendable {
    let doors: Doors

    @Sendable func show(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let picture = try await Overview(doors.tools)(by: inside.caller)
            return try inside.page(OverviewPage(picture, now: doors.tools.now))
        }
    }
}

extension OverviewPage {
    /// The page of a picture.
    init(_ picture: OverviewPicture, now: Timestamp) {
        self.init(
            defaults: picture.tenant.securityDefaults, defaultsOffSince: picture.defaultsOffSince,
            restored: picture.restored,
            registration: Registration(picture.registration),
            deadlines: picture.registration.deadlines.map { Deadline($0, now: now) },
            administrators: picture.administratorCount, challenges: picture.challenges,
            signIns: picture.days.map {
                SignInDay(
                    day: $0.day, success: $0.success, interrupted: $0.interrupted, failure: $0.failure,
                    legacy: $0.legacy)
            },
            legacy: Legacy(picture.legacy), alerts: picture.alerts.map(Alert.init),
            firstMethods: picture.firstMethods.map {
                FirstMethod(
                    user: $0.user.id, displayName: $0.user.displayName,
                    userPrincipalName: $0.user.userPrincipalName.text, note: FirstMethodNote($0.registered))
            },
            advice: picture.advice.map(Advice.init), countedAt: picture.countedAt
        )
    }
}

extension OverviewPage.Registration {
    fileprivate init(_ progress: RegistrationProgress) {
        self.init(
            registered: progress.registered, inGrace: progress.inGrace,
            // While the defaults are off nobody's grace has begun.
            waiting: progress.notStarted + progress.notAsked, mustRegister: progress.mustRegister,
            exempt: progress.exempt)
    }
}

extension OverviewPage.Deadline {
    fileprivate init(_ deadline: RegistrationProgress.Deadline, now: Timestamp) {
        self.init(
            user: deadline.user.id, displayName: deadline.user.displayName,
            userPrincipalName: deadline.user.userPrincipalName.text, at: deadline.at,
            daysLeft: RegistrationState.days(until: deadline.at, now: now))
    }
}

extension OverviewPage.Legacy {
    fileprivate init(_ legacy: OverviewPicture.Legacy) {
        self.init(
            attempts: legacy.attempts, blocked: legacy.refused,
            topAccounts: Self.sums(legacy.sources, by: \.userPrincipalName),
            topClients: Self.sums(legacy.sources, by: \.clientAppUsed))
    }

    /// The sources taken together by one of their properties, most first.
    private static func sums(
        _ sources: [OverviewPicture.LegacySource], by name: (OverviewPicture.LegacySource) -> String
    ) -> [OverviewPage.Count] {
        Dictionary(grouping: sources, by: name)
            .map { OverviewPage.Count(name: $0.key, count: $0.value.reduce(0) { $0 + $1.count }) }
            .sorted { ($1.count, $0.name) < ($0.count, $1.name) }
    }
}

extension OverviewPage.Alert {
    fileprivate init(_ record: AuditRecord) {
        // A refused attempt has done nothing that the sentences of the other kinds could tell.
        let kind: Kind =
            record.succeeded ? AuditActivity(rawValue: record.activity).map(Kind.init) ?? .other : .refused
        let person = record.targets.first { $0.kind == .user }?.name
        let actor: String =
            switch record.actor {
            case .user(_, let name): name
            case .operator: "martlet"
            // Martlet noticed it; the sentence is about the account that it noticed it of.
            case .system: person ?? "Martlet"
            }
        self.init(
            kind: kind, at: record.createdAt, actor: actor,
            target: kind == .other || kind == .refused ? record.activity : person ?? record.targets.first?.name ?? "",
            path: "/admin/audit/\(record.id)")
    }
}

extension OverviewPage.Alert.Kind {
    fileprivate init(_ activity: AuditActivity) {
        switch activity {
        case .emergencyAccountUsed: self = .emergencyAccountUsed
        case .synchronizationRoleAssigned: self = .synchronizationRoleGiven
        case .securityDefaultsDisabled: self = .defaultsTurnedOff
        case .refreshTokenReused: self = .refreshTokenReused
        case .storeRestored: self = .storeRestored
        case .signInReported: self = .signInReported
        case .passwordSprayNoticed: self = .passwordSprayed
        default: self = .other
        }
    }
}

extension OverviewPage.Advice {
    fileprivate init(_ advice: OverviewPicture.Advice) {
        switch advice {
        case .turnDefaultsOn: self = .turnDefaultsOn
        case .makeEmergencyAccounts(let count): self = .makeEmergencyAccounts(count: count)
        case .addSecondGlobalAdministrator: self = .addSecondGlobalAdministrator
        case .reduceGlobalAdministrators(let count): self = .reduceGlobalAdministrators(count: count)
        case .administratorsNotRegistered(let count): self = .administratorsNotRegistered(count: count)
        case .reviewSynchronizationAccounts(let count): self = .reviewSynchronizationAccounts(count: count)
        case .moveLegacyClients(let count): self = .moveLegacyClients(count: count)
        }
    }
}
