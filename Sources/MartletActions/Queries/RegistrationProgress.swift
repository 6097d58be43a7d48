import MartletDirectory
import MartletPolicy
import MartletStore

/// How far the registration of a whole organisation is; enabled accounts only.
package struct RegistrationProgress: Sendable {
    /// Somebody whose grace runs.
    package struct Deadline: Sendable, Equatable {
        /// The account.
        package let user: User
        /// When the grace ends; the first sign-in from then on stops.
        package let at: Timestamp
    }

    /// People who are registered.
    package private(set) var registered = 0
    /// People whose grace runs.
    package private(set) var inGrace = 0
    /// People whose grace begins with their next sign-in.
    package private(set) var notStarted = 0
    /// People who must register at their next sign-in.
    package private(set) var mustRegister = 0
    /// Accounts that are never asked (SD-46).
    package private(set) var exempt = 0
    /// People without a method whom nobody asks, while the defaults are off.
    package private(set) var notAsked = 0
    /// The first thousand of those whose grace runs, the first to be stopped first.
    package private(set) var deadlines: [Deadline] = []

    /// Everybody.
    package var people: Int { registered + inGrace + notStarted + mustRegister + exempt + notAsked }

    /// Counts `number` accounts more, or fewer, of one state.
    fileprivate mutating func count(_ state: RegistrationState, _ number: Int) {
        switch state {
        case .registered: registered += number
        case .notStarted: notStarted += number
        case .inGrace: inGrace += number
        case .mustRegister: mustRegister += number
        case .exempt: exempt += number
        case .notAsked: notAsked += number
        }
    }

    /// Says who is stopped when.
    fileprivate mutating func setDeadlines(_ deadlines: [Deadline]) { self.deadlines = deadlines }
}

extension LargeFigures {
    /// How far registration is, of all enabled accounts.
    func registration(
        of tenant: Tenant, at: Timestamp, in store: Store
    ) async throws -> Counted<RegistrationProgress> {
        let condition = "\(tenant.securityDefaults)"
        return try await figure(.registration, of: tenant.id, under: condition, at: at, in: store) { tables in
            let progress = try tables.registrationProgress(of: tenant, at: at)
            return (progress, progress.people)
        }
    }

    /// How many accounts are not deleted.
    func users(of tenant: ID<Tenant>, at: Timestamp, in store: Store) async throws -> Counted<Int> {
        try await figure(.users, of: tenant, at: at, in: store) { tables in
            let count = try tables.users.count(in: tenant)
            return (count, count)
        }
    }
}

extension Tables {
    private static let mostDeadlines = 1000

    /// How far registration is, of all enabled accounts.
    fileprivate func registrationProgress(of tenant: Tenant, at: Timestamp) throws -> RegistrationProgress {
        let setting = tenant.securityDefaults
        let since = setting.enabledAt ?? Timestamp(milliseconds: 0)
        let end = at - .days(setting.registrationGraceDays)
        let counts = try users.registrationCounts(in: tenant.id, since: since, end: end)
        var progress = RegistrationProgress()
        progress.count(.registered, counts.registered)
        if setting.isEnabled {
            progress.count(setting.registrationGraceDays == 0 ? .mustRegister : .notStarted, counts.notBegun)
            progress.count(.inGrace(until: at), counts.running)
            progress.count(.mustRegister, counts.over)
        } else {
            progress.count(.notAsked, counts.notBegun + counts.running + counts.over)
        }
        let exempt = try roleAssignments.holders(
            of: DirectoryRole.directorySynchronizationAccounts.id, in: tenant.id)
        for user in exempt where user.isEnabled && user.deletedAt == nil {
            guard try !users.isRegistered(user.id) else { continue }
            // They were counted among the others.
            progress.count(
                RegistrationState(
                    of: user, isRegistered: false, isSynchronizationAccount: false, setting: setting, at: at), -1)
            progress.count(.exempt, 1)
        }
        if setting.isEnabled {
            let exempt = Set(exempt.map(\.id))
            progress.setDeadlines(
                try users.inGrace(in: tenant.id, since: since, end: end, limit: Self.mostDeadlines)
                    .filter { !exempt.contains($0.id) }
                    .compactMap { user in
                        user.registrationGraceStartedAt.map {
                            .init(user: user, at: RegistrationGrace.endOfGrace(setting, startedAt: $0))
                        }
                    })
        }
        return progress
    }

    /// Who is exempt from the defaults (SD-47).
    func synchronizationAccounts(in tenant: ID<Tenant>) throws -> Set<ID<User>> {
        Set(
            try roleAssignments.holders(of: DirectoryRole.directorySynchronizationAccounts.id, in: tenant).map(\.id))
    }

    /// When the defaults were last switched off, if they are off and ever were on.
    func defaultsOffSince(_ tenant: Tenant) throws -> Timestamp? {
        guard !tenant.securityDefaults.isEnabled, tenant.securityDefaults.enabledAt != nil else { return nil }
        let filter = AuditFilter(activity: AuditActivity.securityDefaultsDisabled.rawValue)
        return try audits.list(in: tenant.id, filter: filter, after: nil, limit: 20).items
            .first { $0.succeeded }?.createdAt
    }

    /// Whether the caller may do something that an action can leave out.
    func isPermitted(_ caller: Caller, to operation: Operation, target: ID<User>? = nil) throws -> Bool {
        do {
            try permit(caller, to: operation, target: target)
            return true
        } catch ActionError.forbidden {
            return false
        }
    }
}
