import MartletDirectory
import MartletPolicy
import Testing

/// Section 2.9 and 2.11 at the gate: what an app demands, and whose MFA is switched on by name.
@Suite struct `Strengths and names at the gate` {
    private static func facts(
        _ verdict: StrengthVerdict, _ change: (inout SignInFacts) -> Void = { _ in }
    ) -> SignInFacts {
        .example {
            $0.strength = .asking(verdict)
            change(&$0)
        }
    }

    @Test func `each example has the verdict that it is named for`() {
        for verdict in StrengthVerdict.allCases { #expect(StrengthDemand.asking(verdict).verdict == verdict) }
    }

    @Test func `AS-6 AS-7 after the first factor what is missing is asked for, at every door`() {
        for door in Door.allCases {
            let proven = Self.facts(.singleChallengeRequired) { $0.door = door }.proving(.totp)
            let outcome = decide(proven, under: .defaultsOff).outcome
            #expect(outcome == (door.carriesSecondFactor ? .needsSecondFactor : .deny(.secondFactorNotPossibleHere)))
            let satisfied = Self.facts(.satisfied) { $0.door = door }.proving(.totp)
            let isManaged = door == .adminCenter
            #expect(decide(satisfied, under: .defaultsOff).clearance != nil, "\(door) \(isManaged)")
        }
    }

    @Test func `AS-10 whoever has a method proves it in this flow before another is registered`() {
        let start = Self.facts(.singleRegistrationRequired)
        #expect(decide(start, under: .defaultsOff).outcome == .needsSecondFactor)
        var older = start
        older.proven.insert(.totp)
        #expect(decide(older, under: .defaultsOff).outcome == .needsSecondFactor)
        #expect(
            decide(start.proving(.totp), under: .defaultsOff).outcome == .needsRegistration(mayPutOffDays: nil))
        let newcomer = Self.facts(.singleRegistrationRequired) { $0.registered = .password }
        #expect(decide(newcomer, under: .defaultsOff).outcome == .needsRegistration(mayPutOffDays: nil))
    }

    @Test func `AS-10 AS-14 what cannot be met is refused, with its reason`() throws {
        for verdict in [StrengthVerdict.cannotSatisfy, .cannotSatisfyDueToCombinationConfiguration] {
            let decision = decide(Self.facts(verdict).proving(.totp), under: .defaultsOn)
            #expect(decision.outcome == .deny(.strengthNotPossible))
            let result = try #require(decision.results.first { $0.control == .strength })
            #expect(result.reasons.contains(.passkeyModel) == (verdict != .cannotSatisfy))
            #expect(Denial.strengthNotPossible.errorCode == 53003)
        }
    }

    @Test func `AS neither a remembered browser, a grace nor an exemption stands in`() {
        let remembered = Self.facts(.singleChallengeRequired) { $0.remembersSecondFactor = true }
        #expect(decide(remembered, under: .defaultsOn).clearance == nil)
        let exempt = Self.facts(.singleChallengeRequired) { $0.roles = .directorySynchronization }
        #expect(decide(exempt, under: .defaultsOn).clearance == nil)
        let graced = Self.facts(.cannotSatisfy) {
            $0.registered = .password
            $0.skippedRegistration = true
        }
        #expect(decide(graced, under: .defaultsOn).clearance == nil)
    }

    @Test(arguments: [User.PerUserMFA.enabled, .enforced])
    func `PU-1 PU-3 a name that is switched on proves a second factor, remembered or not`(state: User.PerUserMFA) {
        let typed = SignInFacts.example {
            $0.perUserMFA = state
            $0.remembersSecondFactor = true
        }
        #expect(decide(typed, under: .defaultsOff).outcome == .needsSecondFactor)
        #expect(decide(typed.proving(.totp), under: .defaultsOff).clearance != nil)
        let newcomer = SignInFacts.unregistered { $0.perUserMFA = state }
        #expect(decide(newcomer, under: .defaultsOff).outcome == .needsRegistration(mayPutOffDays: nil))
        for door in Door.allCases where !door.carriesSecondFactor {
            let legacy = SignInFacts.example {
                $0.perUserMFA = state
                $0.door = door
            }
            #expect(decide(legacy, under: .defaultsOff).outcome == .deny(.secondFactorNotPossibleHere))
        }
    }

    @Test func `PU-3 a name that is switched off changes nothing, and the two that are on are one to the gate`() {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<5000 {
            var facts = SignInFacts.arbitrary(using: &generator)
            facts.perUserMFA = .enabled
            let enabled = decide(facts, under: .defaultsOn).outcome
            facts.perUserMFA = .enforced
            #expect(decide(facts, under: .defaultsOn).outcome == enabled)
        }
        #expect(decide(.example { _ in }, under: .defaultsOff).clearance != nil)
    }

    @Test func `demands only add up: what two let pass, each lets pass alone`() {
        var generator = SeededGenerator(seed: 12)
        var passed = 0
        for _ in 0..<20_000 {
            let both = SignInFacts.arbitrary(using: &generator)
            guard decide(both, under: .defaultsOn).clearance != nil else { continue }
            passed += 1
            var (nameless, strengthless) = (both, both)
            nameless.perUserMFA = .disabled
            strengthless.strength = nil
            #expect(decide(nameless, under: .defaultsOn).clearance != nil)
            #expect(decide(strengthless, under: .defaultsOn).clearance != nil)
        }
        #expect(passed > 100)
    }
}
