import MartletDirectory

/// How far one person is with registering for MFA, as the admin sees it.
package enum RegistrationState: Sendable, Equatable {
    /// Has a second factor.
    case registered
    /// May put it off for `daysLeft` more days, 1 or more, and is stopped on `deadline`.
    case inGrace(daysLeft: Int, deadline: Timestamp)
    /// Has a grace that has not begun, because there was no sign-in since the defaults came on (SD-17).
    case waiting
    /// Must register at the next sign-in (SD-18).
    case mustRegister
    /// Is never asked, as a synchronization account (SD-47).
    case exempt
    /// Is not asked, because the defaults are off.
    case notAsked

    /// The stable word: the end of the message key and of the CSS class.
    package var word: String {
        switch self {
        case .registered: "registered"
        case .inGrace: "inGrace"
        case .waiting: "waiting"
        case .mustRegister: "mustRegister"
        case .exempt: "exempt"
        case .notAsked: "notAsked"
        }
    }
}
