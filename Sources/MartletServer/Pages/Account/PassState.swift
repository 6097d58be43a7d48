import MartletActions
import MartletDirectory

/// A temporary access pass as pages show it, in the account and in the admin center.
package struct PassState: Sendable, Equatable {
    /// From when on it lets its owner in.
    package let startsAt: Timestamp
    /// When it ends.
    package let endsAt: Timestamp
    /// Whether it is good for one sign-in.
    package let isOneTime: Bool
    /// Whether it lets its owner in now, and if not, why.
    package let usability: TemporaryAccessPass.Usability

    /// A state with every field given.
    package init(startsAt: Timestamp, endsAt: Timestamp, isOneTime: Bool, usability: TemporaryAccessPass.Usability) {
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.isOneTime = isOneTime
        self.usability = usability
    }

    /// The state that the actions tell of.
    init(_ line: PassLine) {
        self.init(
            startsAt: line.startsAt, endsAt: line.endsAt, isOneTime: line.isOneTime, usability: line.usability)
    }

    func view(_ phrases: Phrases) -> ViewObject {
        [
            "kind": .text(phrases(isOneTime ? "pass.oneTime" : "pass.multiUse")),
            "state": .text(phrases("pass.state.\(usability.rawValue)")),
            "tone": usability == .usable ? "good" : usability == .notYetValid ? "info" : "plain",
            "isAhead": .flag(usability == .notYetValid), "startsAt": .object(phrases.time(startsAt)),
            "endsAt": .object(phrases.time(endsAt)),
        ]
    }
}
