import MartletDirectory
import MartletPolicy
import Testing

/// SD-38 (a)–(e): when an ordinary person is asked.
@Suite struct `MFA when necessary` {
    /// A registered member in a browser that remembers.
    private let known = SignInFacts.example { $0.remembersSecondFactor = true }

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let reason: ReasonSet
        let change: @Sendable (inout SignInFacts) -> Void
    }

    static let rows: [Row] = [
        Row(testDescription: "(a) nothing remembered", reason: .noRememberedFactor) {
            $0.remembersSecondFactor = false
        },
        Row(testDescription: "(b) new browser", reason: .newBrowser) { $0.circumstances = .newBrowser },
        Row(testDescription: "(c) new place", reason: .newPlace) { $0.circumstances = .newPlace },
        Row(testDescription: "(d) sensitive task", reason: .sensitiveTask) { $0.circumstances = .sensitiveTask },
        Row(testDescription: "(e) management", reason: .managementSurface) { $0.isManagementSurface = true },
    ]

    @Test(arguments: rows)
    func `each circumstance alone asks for it and is named`(row: Row) {
        var facts = known
        row.change(&facts)
        let decision = decide(facts, under: .defaultsOn)
        #expect(decision.outcome == .needsSecondFactor)
        #expect(decision.requirement == .multiFactor)
        let whenNecessary = decision.results.first { $0.policy == "securityDefaults.whenNecessary" }
        #expect(whenNecessary?.reasons == row.reason)
        #expect(whenNecessary?.result == .notSatisfied)

        let proven = decide(facts.proving(.totp), under: .defaultsOn)
        #expect(proven.outcome == .allow)
        #expect(proven.results.first { $0.policy == "securityDefaults.whenNecessary" }?.reasons == row.reason)
    }

    @Test func `without any of them one factor is enough`() {
        #expect(decide(known, under: .defaultsOn).outcome == .allow)
    }

    @Test func `a session that carries the second factor is enough, but not in a new place`() {
        var facts = SignInFacts.example {
            $0.reliance = .live
            $0.proven = [.password, .totp]
            $0.provenInThisFlow = []
        }
        let decision = decide(facts, under: .defaultsOn)
        #expect(decision.clearance?.basis == .secondFactor)
        #expect(decision.results.map(\.reasons) == [.provenInSession])
        facts.circumstances = .newPlace
        #expect(decide(facts, under: .defaultsOn).outcome == .needsSecondFactor)
        facts.provenInThisFlow = .totp
        #expect(decide(facts, under: .defaultsOn).outcome == .allow)
    }

    @Test func `an administrator in a new place is asked again like everybody`() {
        let facts = SignInFacts.example {
            $0.roles = .administrator
            $0.reliance = .live
            $0.proven = [.password, .totp]
            $0.provenInThisFlow = []
            $0.circumstances = .newPlace
        }
        #expect(decide(facts, under: .defaultsOn).outcome == .needsSecondFactor)
        #expect(decide(facts.proving(.totp), under: .defaultsOn).outcome == .allow)
    }

    @Test(arguments: [Door.codeExchange, .refresh])
    func `circumstances belong to browsers only`(door: Door) {
        var facts = known
        facts.door = door
        facts.circumstances = [.newBrowser, .newPlace, .sensitiveTask]
        #expect(decide(facts, under: .defaultsOn).outcome == .allow)
    }
}
