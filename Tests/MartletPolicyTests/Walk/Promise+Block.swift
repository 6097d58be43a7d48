import MartletDirectory

@testable import MartletPolicy

/// What must be true of people whose second factors are blocked (PN-14).
extension Promise {
    /// What they have left: whatever they proved, and whatever a browser remembers, no second factor.
    static func blocked(_ facts: SignInFacts, _ worth: Worth) -> (SignInFacts, Worth) {
        var facts = facts
        facts.remembersSecondFactor = false
        return (facts, worth.withoutSecondFactor)
    }

    /// They are asked for nothing and register nothing; what demands more than a first factor is refused for the block,
    /// unless it would be refused anyhow.
    func brokenBlock(_ verdict: Verdict) -> String? {
        guard facts.isMFABlocked else { return nil }
        switch verdict.outcome {
        case .needsSecondFactor: return "PN-14: nobody on the block list is asked for a second factor"
        case .needsRegistration: return "PN-14: nobody on the block list registers or puts it off"
        case .deny(let denial):
            let others: [Denial] = [.blockedBySecurityDefaults, .secondFactorNotPossibleHere]
            return denial == .mfaBlocked || others.contains(denial) ? nil : "PN-14: the reason told is the block"
        case .allow:
            if demandedVerdict != nil { return "PN-14: nobody on the block list meets a strength" }
            return verdict.assurance == .singleFactor ? nil : "PN-14: nothing that is proven raises the level"
        case .needsFirstFactor: return nil
        }
    }
}

extension Worth {
    /// The same with everything gone that a second factor adds; what is registered stays registered.
    fileprivate var withoutSecondFactor: Worth { Worth(code: code & ~0b1110) }
}
