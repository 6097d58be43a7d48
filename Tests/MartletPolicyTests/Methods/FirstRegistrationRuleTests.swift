import MartletDirectory
import MartletPolicy
import Testing

@Suite struct `The rule of first registrations` {
    private let now = Timestamp(seconds: 1_800_000_000)

    private func allows(
        _ setting: AuthenticationMethodsPolicy.FirstRegistration, pass: Bool = false, known: Timestamp? = nil,
        approved: Timestamp? = nil
    ) -> Bool {
        FirstRegistrationRule.allows(
            setting,
            FirstRegistrationRule.Facts(hasPass: pass, browserKnownSince: known, approvedUntil: approved), at: now)
    }

    @Test(arguments: AuthenticationMethodsPolicy.FirstRegistration.allCases)
    func `a pass is always enough, and a password alone only where nothing more is wanted`(
        setting: AuthenticationMethodsPolicy.FirstRegistration
    ) {
        #expect(allows(setting, pass: true))
        #expect(allows(setting) == (setting == .password))
    }

    @Test func `a browser counts after a week, and only where browsers count`() {
        #expect(allows(.knownBrowser, known: now - .days(7)))
        #expect(!allows(.knownBrowser, known: now - .days(7) + .seconds(1)))
        #expect(!allows(.pass, known: now - .days(70)) && !allows(.approval, known: now - .days(70)))
    }

    @Test func `an approval counts until it ends, and not one from the future (A306)`() {
        #expect(allows(.approval, approved: now + .seconds(1)))
        #expect(!allows(.approval, approved: now))
        #expect(!allows(.approval, approved: now + .days(2)))
        #expect(!allows(.pass, approved: now + .hours(1)))
    }
}
