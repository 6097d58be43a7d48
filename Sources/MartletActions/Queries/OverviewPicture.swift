import MartletDirectory

/// What the first page of the admin center shows.
package struct OverviewPicture: Sendable {
    /// The sign-ins of one day, as the log counts them.
    package struct Day: Sendable, Equatable {
        /// Midnight of the day in UTC.
        package let day: Timestamp
        /// Sign-ins that succeeded.
        package let success: Int
        /// Sign-ins that were refused.
        package let failure: Int
        /// Sign-ins that were asked for more and had not finished.
        package let interrupted: Int
        /// How many of all these came by a legacy door.
        package let legacy: Int
        /// How many of those succeeded.
        package let legacySuccess: Int
    }

    /// What still tries to sign in the old way.
    package struct Legacy: Sendable, Equatable {
        /// Attempts in the period.
        package let attempts: Int
        /// How many were refused.
        package let refused: Int
        /// Who tries most, with what.
        package let sources: [LegacySource]
    }

    /// A name that is tried with a legacy client.
    package struct LegacySource: Sendable, Equatable {
        /// The name as typed.
        package let userPrincipalName: String
        /// The client as the log names it.
        package let clientAppUsed: String
        /// How often.
        package let count: Int
    }

    /// Somebody who has registered a first method lately.
    package struct FirstMethod: Sendable {
        /// Who.
        package let user: User
        /// When, and from where.
        package let registered: FirstRegistered
    }

    /// Something worth doing.
    package enum Advice: Sendable, Hashable {
        /// The defaults are off.
        case turnDefaultsOn
        /// There are fewer than two emergency accounts; `count` are (EA-1).
        case makeEmergencyAccounts(count: Int)
        /// There is only one enabled Global Administrator.
        case addSecondGlobalAdministrator
        /// There are five Global Administrators or more (RO-6).
        case reduceGlobalAdministrators(count: Int)
        /// Enabled administrators without a second factor.
        case administratorsNotRegistered(count: Int)
        /// Accounts that are exempt from the defaults (SD-48).
        case reviewSynchronizationAccounts(count: Int)
        /// Legacy attempts in the period: something still uses an old protocol.
        case moveLegacyClients(count: Int)
    }

    /// The organisation, with the state of the switch.
    package let tenant: Tenant
    /// When the defaults were last switched off, if they are off and ever were on.
    package let defaultsOffSince: Timestamp?
    /// That the store was put back from a backup within the period: things of that time are to be looked at (A297).
    package let restored: Installation.Restoration?
    /// Accounts that are not deleted.
    package let userCount: Int
    /// Accounts that hold one of the seventeen roles.
    package let administratorCount: Int
    /// How far registration is, of the enabled accounts.
    package let registration: RegistrationProgress
    /// The days of the period, oldest first, without a gap.
    package let days: [Day]
    /// How often somebody was asked for a second factor in the period.
    package let challenges: Int
    /// The legacy attempts of the period.
    package let legacy: Legacy
    /// The newest alerts.
    package let alerts: [AuditRecord]
    /// The first methods of the last days, newest first.
    package let firstMethods: [FirstMethod]
    /// What is worth doing, most urgent first.
    package let advice: [Advice]
    /// When the oldest of the numbers was counted, for an organisation so large that they are kept for a while.
    package let countedAt: Timestamp?
}
