import MartletDirectory

extension Lockout {
    /// The counter after a right first factor, or a right code, that is not a full sign-in yet: the charge of this try
    /// and the lock that it may have set are taken back, and the earlier failures stay until the sign-in is complete
    /// (A088).
    package static func afterCorrect(_ counter: LockoutCounter, at now: Timestamp) -> LockoutCounter {
        var counter = counter
        counter.failures = max(0, counter.failures - 1)
        if isLocked(counter, at: now) {
            counter.lockedUntil = nil
            counter.lockCount = max(0, counter.lockCount - 1)
        }
        return counter
    }
}
