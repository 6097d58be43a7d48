import MartletDirectory

/// How long somebody may still put registration off (SD-17…SD-21, D25, D26).
package enum RegistrationGrace {
    /// The state of one person's grace at `now`.
    ///
    /// `startedAt` counts only if the defaults were already on then: switching them on again restarts the clock (D26).
    package static func state(
        _ setting: SecurityDefaultsSetting, startedAt: Timestamp?, at now: Timestamp
    ) -> SignInFacts.Grace {
        // An administrator asked for a new registration: nothing is left to put off, whatever the switch did since.
        guard startedAt != User.forfeitedGrace else { return .over }
        guard let startedAt, hasStarted(setting, startedAt: startedAt) else {
            return .notStarted(days: setting.registrationGraceDays)
        }
        let left = (endOfGrace(setting, startedAt: startedAt) - now).inMilliseconds
        guard left > 0 else { return .over }
        let day = Duration.days(1).inMilliseconds
        // A begun day is a day; a clock that was set back never makes the grace longer than it is.
        return .running(daysLeft: min(setting.registrationGraceDays, Int((left + day - 1) / day)))
    }

    /// When a grace that began at `startedAt` ends; the admin center shows who will be stopped on which day.
    package static func endOfGrace(_ setting: SecurityDefaultsSetting, startedAt: Timestamp) -> Timestamp {
        startedAt + .days(setting.registrationGraceDays)
    }

    /// Whether a clock that was started at `startedAt` belongs to the present switching-on.
    package static func hasStarted(_ setting: SecurityDefaultsSetting, startedAt: Timestamp?) -> Bool {
        guard let startedAt, setting.isEnabled else { return false }
        return setting.enabledAt.map { startedAt >= $0 } ?? true
    }
}
