import MartletDirectory

/// One wrong password that is tried on many names (A079): the trail of somebody who stays below every account's limit.
///
/// Kept with the lockouts, so all nodes share it: one row for each of a fixed number of buckets, into which a keyed digest of
/// the password leads. A row holds the digest that is most persistent in its bucket and the names it was tried on. Another
/// password in the same bucket takes one name away from it before it takes its place, so that noise neither fills the store
/// nor drives out what keeps coming.
package enum PasswordSpray {
    /// Names on which the same wrong password was tried until it counts as spread.
    package static let threshold = 10
    /// How long a name is remembered after the last new one, and the password suspicious with it.
    package static let memory: Duration = .hours(24)
    /// Bytes of a digest that choose the bucket: at most 65,536 rows for an organisation.
    private static let bucketBytes = 2

    /// The subject of the counter into which the digest of a password leads.
    package static func bucket(of digest: [UInt8]) -> String {
        "spray:" + Hexadecimal.text(of: digest.prefix(bucketBytes))
    }

    /// Whether the password with this digest is being tried on many names.
    package static func isOn(_ counter: LockoutCounter?, digest: [UInt8], at now: Timestamp) -> Bool {
        guard let counter, counter.recentWrong.first == digest, let until = counter.lockedUntil else { return false }
        // A time that a clock set which has been set back since says nothing (A306).
        return until > now && !(until - memory).isAhead(of: now)
    }

    /// What became of the counter.
    package struct Outcome: Sendable, Equatable {
        /// The counter to save.
        package let counter: LockoutCounter
        /// Whether the password has just become suspicious: told once, until it has rested for `memory`.
        package let hasBegun: Bool
    }

    /// The counter after a wrong password. `name` is a keyed digest of the name, anybody's or nobody's; the same name again
    /// neither counts nor keeps anything alive, for it is somebody's old password in a program that asks for ever.
    package static func afterWrong(
        _ counter: LockoutCounter?, tenant: ID<Tenant>, digest: [UInt8], name: [UInt8], at now: Timestamp
    ) -> Outcome {
        let fresh = LockoutCounter(
            tenant: tenant, subject: bucket(of: digest), kind: .passwordOverNames, failures: 1, lastFailureAt: now,
            recentWrong: [digest, name])
        guard var counter, now - counter.lastFailureAt < memory, !counter.lastFailureAt.isAhead(of: now) else {
            return Outcome(counter: fresh, hasBegun: false)
        }
        guard let held = counter.recentWrong.first, held == digest else {
            if let held = counter.recentWrong.first, isOn(counter, digest: held, at: now) {
                return Outcome(counter: counter, hasBegun: false)
            }
            guard counter.recentWrong.count > 2 else { return Outcome(counter: fresh, hasBegun: false) }
            counter.recentWrong.removeLast()
            counter.failures = counter.recentWrong.count - 1
            return Outcome(counter: counter, hasBegun: false)
        }
        guard !counter.recentWrong.dropFirst().contains(name) else {
            return Outcome(counter: counter, hasBegun: false)
        }
        if isOn(counter, digest: digest, at: now) {
            counter.recentWrong = [digest] + (counter.recentWrong.dropFirst() + [name]).suffix(threshold)
            counter.lastFailureAt = now
            counter.lockedUntil = now + memory
            return Outcome(counter: counter, hasBegun: false)
        }
        counter.recentWrong.append(name)
        counter.failures = counter.recentWrong.count - 1
        counter.lastFailureAt = now
        guard counter.failures >= threshold else { return Outcome(counter: counter, hasBegun: false) }
        counter.lockCount += 1
        counter.lockedUntil = now + memory
        return Outcome(counter: counter, hasBegun: true)
    }
}
