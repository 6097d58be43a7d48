import MartletDirectory

@testable import MartletPolicy

/// What the walk looks at in a decision.
struct Verdict {
    let outcome: SignInDecision.Outcome
    let basis: Clearance.Basis
    let assurance: Clearance.Assurance
    let results: [PolicyResult]
    /// Whether there is a clearance exactly when the outcome is allow, and for the right person and door.
    let keyIsRight: Bool

    var allows: Bool { outcome == .allow }

    /// The verdict of the gate itself.
    init(_ facts: SignInFacts, under policies: PolicySet) {
        let decision = decide(facts, under: policies)
        outcome = decision.outcome
        results = decision.results
        basis = decision.clearance?.basis ?? .noPolicyDemandsMore
        assurance = decision.clearance?.assurance ?? .singleFactor
        keyIsRight =
            (decision.outcome == .allow) == (decision.clearance != nil)
            && decision.clearance.map {
                $0.subject == facts.subject && $0.tenant == facts.tenant && $0.door == facts.door
            } ?? true
    }

    /// The verdict of the gate with some guards taken away; there is no clearance to be had that way.
    init(_ facts: SignInFacts, under policies: PolicySet, guards: Guards) {
        let judgement = judge(facts, under: policies, guards: guards)
        outcome = judgement.outcome
        results = judgement.results
        basis = judgement.basis
        assurance = judgement.assurance
        keyIsRight = true
    }

    /// How far the outcome lets one: for the rule that more proof never makes it less.
    var rank: Int {
        switch outcome {
        case .needsFirstFactor: 0
        case .deny: 1
        case .needsRegistration: 2
        case .needsSecondFactor: 3
        case .allow: 4
        }
    }
}
