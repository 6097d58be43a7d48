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
        }
        #expect(allowed > 100, "the comparison must see doors that open")
    }
}
