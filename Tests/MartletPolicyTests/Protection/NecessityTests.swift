import MartletDirectory
import MartletPolicy
import Testing

@Suite struct `Necessity of a second factor` {
    private let now = Timestamp(seconds: 1_800_000_000)

    private func seen(_ kind: Familiarity.Kind, _ ago: Duration, remembers: Duration? = nil) -> Familiarity {
        Familiarity(
            user: ID("22222222-2222-4222-8222-222222222222"), tenant: ID("11111111-1111-4111-8111-111111111111"),
            kind: kind, key: "k", firstSeenAt: now - .days(200), lastSeenAt: now - ago,
            remembersMFAUntil: remembers.map { now + $0 })
    }

    private func circumstances(
        browser: Familiarity? = nil, place: Familiarity? = nil, isSensitiveTask: Bool = false
    ) -> SignInFacts.Circumstances {
        Necessity.circumstances(browser: browser, place: place, isSensitiveTask: isSensitiveTask, at: now)
    }

    @Test func `SD-38 (a) a browser remembers until its day and not a moment longer`() {
        #expect(Necessity.remembersSecondFactor(seen(.browser, .days(1), remembers: .seconds(1)), at: now))
        #expect(!Necessity.remembersSecondFactor(seen(.browser, .days(1), remembers: .zero), at: now))
        #expect(!Necessity.remembersSecondFactor(seen(.browser, .days(1)), at: now))
        #expect(!Necessity.remembersSecondFactor(nil, at: now))
        #expect(!Necessity.remembersSecondFactor(seen(.place, .days(1), remembers: .days(9)), at: now))
    }

    @Test func `SD-38 (b) a browser is new after ninety days`() {
        let place = seen(.place, .zero)
        #expect(circumstances(browser: seen(.browser, .days(90)), place: place).isEmpty)
        #expect(circumstances(browser: seen(.browser, .days(90) + .seconds(1)), place: place) == .newBrowser)
        #expect(circumstances(browser: nil, place: place) == .newBrowser)
    }

    @Test func `SD-38 (c) a place is new after thirty days`() {
        let browser = seen(.browser, .zero)
        #expect(circumstances(browser: browser, place: seen(.place, .days(30))).isEmpty)
        #expect(circumstances(browser: browser, place: seen(.place, .days(30) + .seconds(1))) == .newPlace)
        #expect(circumstances(browser: browser) == .newPlace)
    }

    @Test func `SD-38 (d) a sensitive task is one, wherever it is done`() {
        let known = circumstances(browser: seen(.browser, .zero), place: seen(.place, .zero), isSensitiveTask: true)
        #expect(known == .sensitiveTask)
    }

    @Test func `SL-6 a known browser or network of thirty days is familiar`() {
        #expect(Necessity.isFamiliar(browser: seen(.browser, .days(29)), network: nil, at: now))
        #expect(Necessity.isFamiliar(browser: nil, network: seen(.network, .days(29)), at: now))
        #expect(!Necessity.isFamiliar(browser: seen(.browser, .days(31)), network: nil, at: now))
        #expect(!Necessity.isFamiliar(browser: nil, network: nil, at: now))
    }
}
