import MartletDirectory

/// A decision without its key: what `decide` concludes, and what a clearance would rest on.
struct Judgement: Equatable {
    let outcome: SignInDecision.Outcome
    let requirement: SignInRecord.Requirement
    let results: [PolicyResult]
    let hasFirstFactor: Bool
    let basis: Clearance.Basis
    let assurance: Clearance.Assurance

    /// A judgement that ended before the policies spoke.
    init(early outcome: SignInDecision.Outcome, results: [PolicyResult], hasFirstFactor: Bool) {
        self.outcome = outcome
        requirement = .singleFactor
        self.results = results
        self.hasFirstFactor = hasFirstFactor
        basis = .noPolicyDemandsMore
        assurance = .singleFactor
    }

    /// What the policies said together.
    init(_ tally: Tally, _ sitting: Sitting, guards: Guards) {
        outcome = tally.outcome(guards: guards)
        requirement = tally.demandsMore ? .multiFactor : .singleFactor
        results = tally.results
        hasFirstFactor = true
        // The weakest thing without which the door would have stayed shut.
        basis =
            if tally.usedGrace {
                .registrationGrace
            } else if sitting.hasSecondFactor {
                .secondFactor
            } else if tally.usedExemption {
                .synchronizationAccount
            } else if tally.usedMemory {
                .rememberedBrowser
            } else {
                .noPolicyDemandsMore
            }
        assurance = sitting.assurance
    }
}

/// The decision itself, with the guards that it stands on.
///
/// First the rules that no proof helps against, then the first factor (SD-44: policies speak after it), then every
/// policy that applies.
func judge(_ facts: SignInFacts, under policies: PolicySet, guards: Guards) -> Judgement {
    let standing = Standing(
        registered: facts.registered, proven: facts.proven, provenInThisFlow: facts.provenInThisFlow, guards: guards)
    if let denial = outrightDenial(facts, guards: guards) {
        return Judgement(
            early: .deny(denial), results: PolicySet.resultsOfDenial(denial), hasFirstFactor: standing.hasFirstFactor)
    }
    guard standing.hasFirstFactor || !guards.contains(.firstFactor) else {
        return Judgement(early: .needsFirstFactor, results: [], hasFirstFactor: false)
    }
    let sitting = Sitting(facts, standing, guards: guards)
    var tally = Tally(capacity: policies.policies.count)
    for index in policies.policies.indices where policies.policies[index].conditions.areMet(by: sitting.traits) {
        tally.add(policies.policies[index], sitting, guards: guards)
    }
    return Judgement(tally, sitting, guards: guards)
}

/// The denial that nothing helps against: the account's first, then that of what the request relies on.
private func outrightDenial(_ facts: SignInFacts, guards: Guards) -> Denial? {
    switch facts.account {
    case .deleted where guards.contains(.deletedAccount): return .accountDeleted
    case .disabled where guards.contains(.disabledAccount): return .accountDisabled
    case .locked where guards.contains(.lockedAccount): return .accountLocked
    default: return facts.reliance == .ended && guards.contains(.endedReliance) ? .sessionEnded : nil
    }
}
