import MartletDirectory

/// The first page of the admin center: how safe the organisation is now, and what to do next.
package struct OverviewPage: Sendable, Equatable {
    /// How many people there are in each state of registration; deleted and disabled accounts are not counted.
    package struct Registration: Sendable, Equatable {
        /// People with a second factor.
        package let registered: Int
        /// People whose grace runs.
        package let inGrace: Int
        /// People whose grace has not begun.
        package let waiting: Int
        /// People who must register at the next sign-in.
        package let mustRegister: Int
        /// Synchronization accounts, which are never asked.
        package let exempt: Int

        /// Counts with every field given.
        package init(
            registered: Int, inGrace: Int, waiting: Int, mustRegister: Int, exempt: Int = 0
        ) {
            self.registered = registered
            self.inGrace = inGrace
            self.waiting = waiting
            self.mustRegister = mustRegister
            self.exempt = exempt
        }
    }

    /// Somebody who will be stopped on a known day.
    package struct Deadline: Sendable, Equatable {
        /// Who.
        package let user: ID<User>
        /// The name that people see.
        package let displayName: String
        /// The sign-in name.
        package let userPrincipalName: String
        /// When *not now* ends.
        package let at: Timestamp
        /// Days left, 1 or more.
        package let daysLeft: Int

        /// A deadline with every field given.
        package init(
            user: ID<User>, displayName: String, userPrincipalName: String, at: Timestamp, daysLeft: Int
        ) {
            self.user = user
            self.displayName = displayName
            self.userPrincipalName = userPrincipalName
            self.at = at
            self.daysLeft = daysLeft
        }
    }

    /// Somebody who has registered a first method in the last days.
    package struct FirstMethod: Sendable, Equatable {
        /// Who.
        package let user: ID<User>
        /// The name that people see.
        package let displayName: String
        /// The sign-in name.
        package let userPrincipalName: String
        /// When, and from where.
        package let note: FirstMethodNote

        /// A registration with every field given.
        package init(user: ID<User>, displayName: String, userPrincipalName: String, note: FirstMethodNote) {
            self.user = user
            self.displayName = displayName
            self.userPrincipalName = userPrincipalName
            self.note = note
        }
    }

    /// The legacy attempts of the shown days.
    package struct Legacy: Sendable, Equatable {
        /// How many there were.
        package let attempts: Int
        /// How many of them were refused.
        package let blocked: Int
        /// The names that were tried most, most first.
        package let topAccounts: [Count]
        /// The client apps that tried most, as the log names them, most first.
        package let topClients: [Count]

        /// Numbers with every field given.
        package init(
            attempts: Int, blocked: Int, topAccounts: [Count], topClients: [Count]
        ) {
            self.attempts = attempts
            self.blocked = blocked
            self.topAccounts = topAccounts
            self.topClients = topClients
        }
    }

    /// A name with a count.
    package struct Count: Sendable, Equatable {
        /// The name.
        package let name: String
        /// How often.
        package let count: Int

        /// A count of `name`.
        package init(
            name: String, count: Int
        ) {
            self.name = name
            self.count = count
        }
    }

    /// Something in the audit or sign-in log that deserves an eye at once.
    package struct Alert: Sendable, Equatable {
        /// What happened.
        package enum Kind: String, Sendable, CaseIterable {
            case emergencyAccountUsed, synchronizationRoleGiven, defaultsTurnedOff, refreshTokenReused, storeRestored,
                signInReported, passwordSprayed, refused, other
        }

        /// What happened.
        package let kind: Kind
        /// When.
        package let at: Timestamp
        /// Who did it, as the log names the actor.
        package let actor: String
        /// To what, or empty.
        package let target: String
        /// The page of the log's row, a path under `/admin`.
        package let path: String

        /// An alert with every field given.
        package init(
            kind: Kind, at: Timestamp, actor: String, target: String, path: String
        ) {
            self.kind = kind
            self.at = at
            self.actor = actor
            self.target = target
            self.path = path
        }
    }

    /// A recommendation that applies now.
    package enum Advice: Sendable, Equatable {
        /// The defaults are off.
        case turnDefaultsOn
        /// There are fewer than two emergency access accounts; `count` exist.
        case makeEmergencyAccounts(count: Int)
        /// There is only one usable Global Administrator.
        case addSecondGlobalAdministrator
        /// There are five Global Administrators or more.
        case reduceGlobalAdministrators(count: Int)
        /// Somebody holds the Directory Synchronization role.
        case reviewSynchronizationAccounts(count: Int)
        /// Administrators without a second factor.
        case administratorsNotRegistered(count: Int)
        /// Legacy clients still knock.
        case moveLegacyClients(count: Int)
    }

    /// The state of the switch.
    package let defaults: SecurityDefaultsSetting
    /// When the defaults were last switched off, if they are off and ever were on.
    package let defaultsOffSince: Timestamp?
    /// That the store was put back from a backup some days ago.
    package let restored: Installation.Restoration?
    /// The progress of registration.
    package let registration: Registration
    /// The people who will be stopped, soonest first; the page shows the first eight.
    package let deadlines: [Deadline]
    /// How many people hold one of the seventeen roles.
    package let administrators: Int
    /// How many times MFA was asked of people in the shown days.
    package let challenges: Int
    /// The days of the chart, oldest first; usually thirty, none for somebody who may not read the logs.
    package let signIns: [SignInDay]
    /// The legacy attempts of the same days.
    package let legacy: Legacy
    /// What deserves an eye, newest first.
    package let alerts: [Alert]
    /// The first methods of the last days, newest first.
    package let firstMethods: [FirstMethod]
    /// What to do next, most important first.
    package let advice: [Advice]
    /// When the oldest of the numbers was counted, if that is not now.
    package let countedAt: Timestamp?

    /// A page with every field given.
    package init(
        defaults: SecurityDefaultsSetting, defaultsOffSince: Timestamp?, restored: Installation.Restoration? = nil,
        registration: Registration, deadlines: [Deadline], administrators: Int, challenges: Int, signIns: [SignInDay],
        legacy: Legacy, alerts: [Alert], firstMethods: [FirstMethod] = [], advice: [Advice],
        countedAt: Timestamp? = nil
    ) {
        self.defaults = defaults
        self.defaultsOffSince = defaultsOffSince
        self.restored = restored
        self.registration = registration
        self.deadlines = deadlines
        self.administrators = administrators
        self.challenges = challenges
        self.signIns = signIns
        self.legacy = legacy
        self.alerts = alerts
        self.firstMethods = firstMethods
        self.advice = advice
        self.countedAt = countedAt
    }
}
