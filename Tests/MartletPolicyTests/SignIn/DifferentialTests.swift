import MartletDirectory
import MartletPolicy
import Testing

@Suite struct `Two implementations` {
    @Test(arguments: UInt64(0)..<100)
    func `agree on any state`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var allowed = 0
        for _ in 0..<2000 {
            let facts = SignInFacts.arbitrary(using: &generator)
            for (policies, isOn) in [(PolicySet.defaultsOn, true), (.defaultsOff, false)] {
                let decision = decide(facts, under: policies)
                let naive = naiveDecision(facts, defaults: isOn)
                if decision.outcome != naive {
                    Issue.record("seed \(seed): \(naive), not \(decision.outcome): \(facts)")
                }
                if naive == .allow { allowed += 1 }
            }
            for surface in LegacySurface.allCases {
                for isOn in [true, false] {
                    let policies = PolicySet.compiled(
                        for: SecurityDefaultsSetting(isEnabled: isOn, enabledAt: nil), legacy: .modern(on: surface))
                    let decision = decide(facts, under: policies)
                    let naive = naiveDecision(facts, defaults: isOn, modern: [surface])
                    if decision.outcome != naive {
                        Issue.record("seed \(seed), modern \(surface): \(naive), not \(decision.outcome): \(facts)")
                    }
                }
            }
        }
        #expect(allowed > 100, "the comparison must see doors that open")
    }
}
