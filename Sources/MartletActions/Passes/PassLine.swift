import MartletDirectory

/// A temporary access pass as pages show it: never the pass itself (TP-4).
package struct PassLine: Sendable, Equatable {
    /// From when on it lets its owner in.
    package let startsAt: Timestamp
    /// When it ends.
    package let endsAt: Timestamp
    /// Whether it is good for one sign-in.
    package let isOneTime: Bool
    /// Whether it lets its owner in now, and if not, why (TP-5).
    package let usability: TemporaryAccessPass.Usability

    /// The line of a pass; `isAllowed` is whether the organisation lets its owner use passes.
    package init(_ pass: TemporaryAccessPass, isAllowed: Bool, at: Timestamp) {
        startsAt = pass.startsAt
        endsAt = pass.endsAt
        isOneTime = pass.isOneTime
        let usability = pass.usability(at: at)
        self.usability = usability == .usable && !isAllowed ? .disabled : usability
    }
}
