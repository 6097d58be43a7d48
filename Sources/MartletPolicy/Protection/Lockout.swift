import MartletDirectory

/// Smart lockout (SL-1…SL-8): ten failures, then a lock of 60 seconds that doubles up to an hour.
///
/// The charge is taken *before* the password is looked at, in one write with the reading of the counter, and given
/// back when the try was a repeat. So tries released at one instant are evaluated at most `threshold` times (A077).
/// A passkey is never charged (SL-12).
package enum Lockout {
    /// Failures that lock (SL-1).
    package static let threshold = 10
    /// The first lock (SL-1).
    package static let firstLock: Duration = .seconds(60)
    /// The longest lock for passwords (SL-3).
    package static let longestLock: Duration = .hours(1)
    /// The longest lock for codes, so that guessing them stays below one in ten thousand a day (A040).
    package static let longestCodeLock: Duration = .hours(24)
    /// Without a failure for this long, everything is forgotten (SL-3).
    package static let memory: Duration = .hours(24)
    /// How many wrong passwords are remembered (SL-4).
    package static let rememberedWrong = 3

    /// What the counter says to a try.
    package enum Charge: Sendable, Equatable {
        /// Refused without looking, right or wrong (SL-7).
        case refused(until: Timestamp, LockoutCounter)
        /// Charged; save the counter, then look.
        case proceed(LockoutCounter)
    }

    /// Whether tries are being refused.
    package static func isLocked(_ counter: LockoutCounter?, at now: Timestamp) -> Bool {
        guard let counter, let until = counter.lockedUntil else { return false }
        // A lock that ends later than the longest one from now was set by a clock that has been set back since. It would
        // shut somebody out for as long as that clock was wrong; the failures still count, so the next one locks again.
        let longest = counter.kind == .secondFactor ? longestCodeLock : longestLock
        return until > now && !(until - longest).isAhead(of: now)
    }

    /// Charges one try to `counter`, or to a new one where there is none.
    ///
    /// The try that reaches the threshold is still evaluated, under a lock that it has already set: if it is right,
    /// `afterSuccess` lifts the lock; if not, nothing more needs to happen.
    package static func charge(
        _ counter: LockoutCounter?, tenant: ID<Tenant>, subject: String, kind: LockoutCounter.Kind, at now: Timestamp
    ) -> Charge {
        let fresh = LockoutCounter(tenant: tenant, subject: subject, kind: kind, lastFailureAt: now)
        guard var charged = counter else { return .proceed(counting(fresh, at: now)) }
        if let until = charged.lockedUntil, isLocked(charged, at: now) { return .refused(until: until, charged) }
        if now - charged.lastFailureAt >= memory { charged = fresh }
        return .proceed(counting(charged, at: now))
    }

    /// The counter after a wrong try; `counter` is read again in the same write.
    ///
    /// A repeat of one of the last three wrong passwords gives its charge back, and the lock with it (SL-4); `digest`
    /// is keyed, and `nil` for codes, which are all different.
    package static func afterWrong(_ counter: LockoutCounter, digest: [UInt8]?, at now: Timestamp) -> LockoutCounter {
        var counter = counter
        counter.lastFailureAt = max(counter.lastFailureAt, now)
        guard let digest else { return counter }
        guard counter.recentWrong.contains(digest) else {
            counter.recentWrong = Array((counter.recentWrong + [digest]).suffix(rememberedWrong))
            return counter
        }
        counter.failures = max(0, counter.failures - 1)
        // A lock in force was set by a try that is still in flight or by this one; evaluation is bounded by seconds.
        if isLocked(counter, at: now) {
            counter.lockedUntil = nil
            counter.lockCount = max(0, counter.lockCount - 1)
        }
        return counter
    }

    /// The counter after the right answer: none, so that the next failure is the first (SL-3).
    package static func afterSuccess(_ counter: LockoutCounter?) -> LockoutCounter? { nil }

    /// How long the lock with this number is, 0 being the first (SL-3).
    package static func lockDuration(number: Int, kind: LockoutCounter.Kind) -> Duration {
        let cap = kind == .secondFactor ? longestCodeLock : longestLock
        // 2^11 minutes are more than a day, so the shift stays small.
        return min(cap, firstLock * (1 << min(max(0, number), 11)))
    }

    private static func counting(_ counter: LockoutCounter, at now: Timestamp) -> LockoutCounter {
        var counter = counter
        counter.failures += 1
        counter.lastFailureAt = now
        counter.lockedUntil = nil
        if counter.failures >= threshold {
            counter.lockedUntil = now + lockDuration(number: counter.lockCount, kind: counter.kind)
            counter.lockCount += 1
        }
        return counter
    }
}
