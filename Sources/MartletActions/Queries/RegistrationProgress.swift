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
    package var inGrace: Int { deadlines.count }
    /// People whose grace begins with their next sign-in.
    package private(set) var notStarted = 0
    /// People who must register at their next sign-in.
    package private(set) var mustRegister = 0
    /// Accounts that are never asked (SD-46).
    package private(set) var exempt = 0
    /// People without a method whom nobody asks, while the defaults are off.
    package private(set) var notAsked = 0
    /// Those whose grace runs, the first to be stopped first.
    package private(set) var deadlines: [Deadline] = []

    /// Everybody.
    package var people: Int { registered + inGrace + notStarted + mustRegister + exempt + notAsked }

    /// Counts one enabled account.
    mutating func count(_ user: User, _ state: RegistrationState) {
        switch state {
        case .registered: registered += 1
        case .notStarted: notStarted += 1
        case .inGrace(let end): deadlines.append(Deadline(user: user, at: end))
        case .mustRegister: mustRegister += 1
        case .exempt: exempt += 1
        case .notAsked: notAsked += 1
        }
    }

    /// Puts the deadlines in order when everybody is counted.
    mutating func finish() {
        deadlines.sort { ($0.at, $0.user.id.rawValue) < ($1.at, $1.user.id.rawValue) }
    }
}

extension Tables {
    /// How far registration is, of all enabled accounts.
    func registrationProgress(of tenant: Tenant, at: Timestamp) throws -> RegistrationProgress {
        let registered = try registeredUsers(in: tenant.id)
        let exempt = try synchronizationAccounts(in: tenant.id)
        var progress = RegistrationProgress()
        var after: String?
        repeat {
            let page = try users.list(in: tenant.id, filter: .enabled, after: after, limit: 1000)
            for user in page.items {
                progress.count(
                    user,
                    RegistrationState(
                        of: user, isRegistered: registered.contains(user.id),
                        isSynchronizationAccount: exempt.contains(user.id), setting: tenant.securityDefaults, at: at))
            }
            after = page.next
        } while after != nil
        progress.finish()
        return progress
    }

    /// Who has a method that satisfies the defaults.
    func registeredUsers(in tenant: ID<Tenant>) throws -> Set<ID<User>> {
        Set(try totpMethods.countsByUser(in: tenant).keys)
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
