import MartletDirectory

/// How many different names one address may ask about where nobody is signed in (A079, A089).
///
/// A mail server that asks about the same people all day is not slowed down, nor an office whose programs try again every
/// minute: a name counts once in a window. The counter is kept with the lockouts, so all nodes share it.
///
/// Behind the address of a box are many people. Past the budget the doors of a password alone still hear its *regulars*,
/// whom it let in lately; nobody else, and nobody is told which of the two they are.
package enum NameBudget {
    /// Names within the window.
    package static let names = 60
    /// Regulars of one address who may fail within a window past its budget; then they are not looked at either.
    ///
    /// More than the people of an office whose programs keep an old password; few for somebody who tries passwords on
    /// thousands.
    package static let regulars = 600
    /// How long a window is, from its first name.
    package static let window: Duration = .minutes(10)

    /// What the counter says to a name.
    package enum Charge: Sendable, Equatable {
        /// A name of this window; nothing is to be saved.
        case known
        /// A new one; save the counter.
        case counted(LockoutCounter)
        /// Too many; save the counter if it is given, and say when to come again.
        case refused(retryAfterSeconds: Int, LockoutCounter?)
    }

    /// Whole seconds for which everything from the address is refused; `nil` where nothing is.
    package static func refusal(of counter: LockoutCounter?, at now: Timestamp) -> Int? {
        guard let until = counter?.lockedUntil, until > now, !(until - window).isAhead(of: now) else { return nil }
        return seconds(from: now, to: until)
    }

    /// For how long somebody is a regular of a place after it let them in.
    package static let memory: Duration = .days(30)

    /// Whether `box`, what is known of a user and a place, makes them a regular there.
    package static func isRegular(_ box: Familiarity?, at now: Timestamp) -> Bool {
        guard let box, box.kind == .box else { return false }
        return now - box.lastSeenAt <= memory && !box.lastSeenAt.isAhead(of: now)
    }

    /// Charges one name, by its keyed digest, to the counter of an address or to a new one where there is none.
    ///
    /// `kind` is what is counted: all names of the address, or its regulars who failed past that budget.
    /// `lastFailureAt` of such a counter is the beginning of its window.
    package static func charge(
        _ counter: LockoutCounter?, of kind: LockoutCounter.Kind = .namesFromAddress, tenant: ID<Tenant>,
        subject: String, name digest: [UInt8], at now: Timestamp
    ) -> Charge {
        let limit = kind == .regularsOfAddress ? regulars : names
        if let seconds = refusal(of: counter, at: now) { return .refused(retryAfterSeconds: seconds, nil) }
        let fresh = LockoutCounter(tenant: tenant, subject: subject, kind: kind, lastFailureAt: now)
        var charged = counter ?? fresh
        // A clock that was set back must not freeze a window, hence both comparisons.
        if now - charged.lastFailureAt >= window || now < charged.lastFailureAt || charged.lockedUntil != nil {
            charged = fresh
        }
        guard !charged.recentWrong.contains(digest) else { return .known }
        charged.failures += 1
        charged.recentWrong = Array((charged.recentWrong + [digest]).suffix(limit))
        guard charged.failures > limit else { return .counted(charged) }
        let until = charged.lastFailureAt + window
        charged.lockedUntil = until
        return .refused(retryAfterSeconds: seconds(from: now, to: until), charged)
    }

    /// Whole seconds, rounded up: who comes back then is not told to wait once more.
    private static func seconds(from now: Timestamp, to then: Timestamp) -> Int {
        Int((then.milliseconds - now.milliseconds + 999) / 1000)
    }
}
