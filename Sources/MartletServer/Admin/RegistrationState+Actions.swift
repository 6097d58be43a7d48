import MartletActions
import MartletDirectory

extension RegistrationState {
    /// The state as the pages show it; `now` is what the days are counted from, and a begun day is a day.
    init(_ state: MartletActions.RegistrationState, now: Timestamp) {
        switch state {
        case .registered: self = .registered
        case .notStarted: self = .waiting
        case .inGrace(let end): self = .inGrace(daysLeft: Self.days(until: end, now: now), deadline: end)
        case .mustRegister: self = .mustRegister
        case .exempt: self = .exempt
        case .notAsked: self = .notAsked
        }
    }

    /// The days until a deadline, 1 or more.
    static func days(until end: Timestamp, now: Timestamp) -> Int {
        let day = Duration.days(1).inMilliseconds
        return max(1, Int(((end - now).inMilliseconds + day - 1) / day))
    }
}
