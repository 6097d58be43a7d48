import MartletDirectory
import MartletPolicy

/// How far somebody's registration is, as the admin center shows it.
package enum RegistrationState: Sendable, Hashable {
    /// Has a method that satisfies the defaults.
    case registered
    /// Has none; the grace begins with the next sign-in in a browser (SD-17).
    case notStarted
    /// Has none; the grace runs until then, and on that day the next sign-in stops (SD-18).
    case inGrace(until: Timestamp)
    /// Has none and may not put it off any more.
    case mustRegister
    /// A directory synchronization account, which is never asked (SD-46).
    case exempt
    /// Has none, and with the defaults off nobody asks.
    case notAsked

    /// The state of one user.
    package init(
        of user: User, isRegistered: Bool, isSynchronizationAccount: Bool, setting: SecurityDefaultsSetting,
        at: Timestamp
    ) {
        if isRegistered {
            self = .registered
        } else if isSynchronizationAccount {
            self = .exempt
        } else if !setting.isEnabled {
            self = .notAsked
        } else {
            self.init(
                RegistrationGrace.state(setting, startedAt: user.registrationGraceStartedAt, at: at),
                setting: setting, startedAt: user.registrationGraceStartedAt)
        }
    }

    private init(_ grace: SignInFacts.Grace, setting: SecurityDefaultsSetting, startedAt: Timestamp?) {
        switch grace {
        case .notStarted(let days): self = days == 0 ? .mustRegister : .notStarted
        case .running:
            self =
                startedAt.map { .inGrace(until: RegistrationGrace.endOfGrace(setting, startedAt: $0)) } ?? .notStarted
        case .over: self = .mustRegister
        }
    }

    /// A stable word for lists and styles.
    package var name: String {
        switch self {
        case .registered: "registered"
        case .notStarted: "notStarted"
        case .inGrace: "inGrace"
        case .mustRegister: "mustRegister"
        case .exempt: "exempt"
        case .notAsked: "notAsked"
        }
    }
}
