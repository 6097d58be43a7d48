import MartletDirectory
import MartletPolicy
import Testing

@Suite struct `Registration grace` {
    private let enabled = Timestamp(seconds: 1_800_000_000)

    private func state(
        days: Int = 14, isEnabled: Bool = true, startedAt: Timestamp?, at now: Timestamp
    ) -> SignInFacts.Grace {
        let setting = SecurityDefaultsSetting(isEnabled: isEnabled, enabledAt: enabled, registrationGraceDays: days)
        return RegistrationGrace.state(setting, startedAt: startedAt, at: now)
    }

    @Test func `T2 it has not started before the first sign-in, however long ago the defaults came on (SD-17)`() {
        #expect(state(startedAt: nil, at: enabled + .days(400)) == .notStarted(days: 14))
    }

    @Test(arguments: [
        (Duration.zero, 14), (.seconds(1), 14), (.days(1), 13), (.days(13), 1), (.days(13) + .hours(23), 1),
        (.days(14) - .milliseconds(1), 1),
    ])
    func `T3 a begun day counts as a day`(passed: Duration, left: Int) {
        let start = enabled + .hours(5)
        #expect(state(startedAt: start, at: start + passed) == .running(daysLeft: left))
    }

    @Test(arguments: [Duration.days(14), .days(14) + .seconds(1), .days(90)])
    func `T4 at fourteen days it is over`(passed: Duration) {
        #expect(state(startedAt: enabled, at: enabled + passed) == .over)
    }

    @Test func `T6 D26 only a start after the defaults came on counts, so switching them on again restarts it`() {
        #expect(state(startedAt: enabled - .milliseconds(1), at: enabled + .days(20)) == .notStarted(days: 14))
        #expect(state(startedAt: enabled, at: enabled + .days(20)) == .over)
    }

    @Test func `T1 a grace of no days is none`() {
        #expect(state(days: 0, startedAt: nil, at: enabled) == .notStarted(days: 0))
        #expect(state(days: 0, startedAt: enabled, at: enabled) == .over)
    }

    @Test func `whoever must register anew has no grace left, before and after the defaults are switched on again`() {
        #expect(state(startedAt: User.forfeitedGrace, at: enabled) == .over)
        #expect(state(isEnabled: false, startedAt: User.forfeitedGrace, at: enabled) == .over)
    }

    @Test func `a clock that was set back makes no grace longer`() {
        #expect(state(startedAt: enabled + .days(3), at: enabled) == .running(daysLeft: 14))
    }

    @Test func `with the defaults off nothing runs`() {
        #expect(state(isEnabled: false, startedAt: enabled, at: enabled + .days(20)) == .notStarted(days: 14))
    }
}
