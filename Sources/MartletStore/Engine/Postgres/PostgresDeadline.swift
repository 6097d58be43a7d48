/// A point in time after which nobody waits any longer; measured on the machine's own steady clock, because it bounds
/// waiting and decides nothing.
struct PostgresDeadline: Sendable {
    private let end: ContinuousClock.Instant

    /// A deadline `duration` from now.
    init(in duration: Duration) {
        end = ContinuousClock.now.advanced(by: duration)
    }

    /// Whether it has passed.
    var hasPassed: Bool { ContinuousClock.now >= end }

    /// What is left in milliseconds, at least 0, as `poll` takes it.
    var milliseconds: Int32 {
        let (seconds, fraction) = ContinuousClock.now.duration(to: end).components
        guard seconds >= 0, fraction >= 0 else { return 0 }
        return Int32(clamping: seconds * 1000 + fraction / 1_000_000_000_000_000 + 1)
    }
}
