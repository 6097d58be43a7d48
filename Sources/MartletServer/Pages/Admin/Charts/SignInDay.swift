import MartletDirectory

/// The sign-ins of one day, as the log counts them.
package struct SignInDay: Sendable, Equatable {
    /// Midnight of the day in UTC.
    package let day: Timestamp
    /// Sign-ins that succeeded.
    package let success: Int
    /// Sign-ins that were asked for more and had not finished.
    package let interrupted: Int
    /// Sign-ins that were refused.
    package let failure: Int
    /// How many of all these came by a legacy door.
    package let legacy: Int

    /// A day with every count given.
    package init(day: Timestamp, success: Int, interrupted: Int, failure: Int, legacy: Int) {
        self.day = day
        self.success = success
        self.interrupted = interrupted
        self.failure = failure
        self.legacy = legacy
    }
}
