import MartletDirectory

/// Everything that the sign-in rules may look at, gathered before they run.
///
/// It holds no clock and no strings to compare: the gatherer has turned times into states. A fact that could not be
/// obtained must be given its strictest value.
package struct SignInFacts: Sendable, Equatable {
    /// The state of the account.
    package enum Account: UInt8, Sendable, Hashable, CaseIterable { case enabled, disabled, deleted, locked }

    /// The state of the session, code or refresh family that the request relies on.
    package enum Reliance: UInt8, Sendable, Hashable, CaseIterable {
        /// The request relies on nothing older than this flow.
        case nothing
        /// It relies on something live.
        case live
        /// It relies on something that was ended or revoked.
        case ended
    }

    /// The directory roles that matter here; active assignments, direct or through a group (D5).
    package struct Roles: OptionSet, Sendable, Hashable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }
        /// Holds at least one of the seventeen roles of section 1.5.
        package static let administrator = Roles(rawValue: 1)
        /// Holds Directory Synchronization Accounts (SD-47).
        package static let directorySynchronization = Roles(rawValue: 2)
    }

    /// What makes MFA necessary for an ordinary user (SD-38); only interactive doors gather these.
    package struct Circumstances: OptionSet, Sendable, Hashable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }
        /// (b) The browser has not been seen for this user in the last 90 days.
        package static let newBrowser = Circumstances(rawValue: 1)
        /// (c) The place is not among the user's places of the last 30 days.
        package static let newPlace = Circumstances(rawValue: 2)
        /// (d) Security info, password, consent, device registration or a management write.
        package static let sensitiveTask = Circumstances(rawValue: 4)
    }

    /// How far the registration grace has run (SD-17…SD-21).
    package enum Grace: Sendable, Hashable {
        /// No successful interactive sign-in yet since the defaults came on; `days` is the whole grace (0 = none).
        case notStarted(days: Int)
        /// Running; `daysLeft` counts a begun day as a day, 1 or more.
        case running(daysLeft: Int)
        /// Over.
        case over
    }

    /// What the app asked for by `acr_values` or an essential `acr` claim.
    package enum RequestedAssurance: UInt8, Sendable, Hashable, CaseIterable, Codable {
        case any, multiFactor, phishingResistant
    }

    package var tenant: ID<Tenant>
    package var subject: ID<User>
    package var door: Door
    package var clientApp: ClientApp
    package var account: Account
    package var roles: Roles
    /// The methods the user has, usable now.
    package var registered: MethodSet
    /// The methods proven in this flow and in the live session, code or family that it relies on.
    package var proven: MethodSet
    /// The part of `proven` that was proven in this flow; a new place wants the second factor again (SD-38 c).
    package var provenInThisFlow: MethodSet
    package var reliance: Reliance
    /// (a) Whether this browser carries an unexpired remembered second factor of this user; on `codeExchange` and
    /// `refresh`, whether the sign-in they descend from relied on one.
    package var remembersSecondFactor: Bool
    package var circumstances: Circumstances
    /// Whether the app or page is a management surface (D9).
    package var isManagementSurface: Bool
    package var grace: Grace
    /// Whether the user chose *not now* in this flow, or the code or family descends from such a flow.
    package var skippedRegistration: Bool
    package var requestedAssurance: RequestedAssurance
    /// The strengths that what is opened demands, and what there is to meet them with; `nil` where none is.
    package var strength: StrengthDemand?
    /// Whether MFA is switched on for this person by name (section 2.11).
    package var perUserMFA: User.PerUserMFA
    /// Whether the person is on the block list: no second factor of theirs counts, and none may be registered (PN-14).
    package var isMFABlocked: Bool

    /// Facts with every field given.
    package init(
        tenant: ID<Tenant>, subject: ID<User>, door: Door, clientApp: ClientApp, account: Account, roles: Roles,
        registered: MethodSet, proven: MethodSet, provenInThisFlow: MethodSet, reliance: Reliance,
        remembersSecondFactor: Bool, circumstances: Circumstances, isManagementSurface: Bool, grace: Grace,
        skippedRegistration: Bool, requestedAssurance: RequestedAssurance, strength: StrengthDemand? = nil,
        perUserMFA: User.PerUserMFA = .disabled, isMFABlocked: Bool = false
    ) {
        self.tenant = tenant
        self.subject = subject
        self.door = door
        self.clientApp = clientApp
        self.account = account
        self.roles = roles
        self.registered = registered
        self.proven = proven
        self.provenInThisFlow = provenInThisFlow
        self.reliance = reliance
        self.remembersSecondFactor = remembersSecondFactor
        self.circumstances = circumstances
        self.isManagementSurface = isManagementSurface
        self.grace = grace
        self.skippedRegistration = skippedRegistration
        self.requestedAssurance = requestedAssurance
        self.strength = strength
        self.perUserMFA = perUserMFA
        self.isMFABlocked = isMFABlocked
    }
}
