extension Finding {
    /// AS-7…AS-10: met by what is proven, or asked for, or registered, or refused. Neither memory, grace nor exemption
    /// stands in.
    static func strength(_ sitting: Sitting, _ guards: Guards) -> Finding {
        let verdict = sitting.strength ?? .satisfied
        // Which proof met it cannot be seen here, so none does while second factors are blocked (PN-14).
        let isBlocked = sitting.isMFABlocked && guards.contains(.blockedMeetsNoStrength)
        let isMet = verdict == .satisfied && !isBlocked
        var finding = Finding(isMet ? .satisfied : .notSatisfied, .authenticationStrength)
        finding.demandsMore = true
        if isBlocked { finding.reasons.insert(.mfaBlocked) }
        if verdict == .cannotSatisfyDueToCombinationConfiguration { finding.reasons.insert(.passkeyModel) }
        guard !isMet else { return finding }
        if !sitting.carriesSecondFactor {
            finding.demand = .refusal(.secondFactorNotPossibleHere)
        } else if isBlocked {
            finding.demand = .refusal(.mfaBlocked)
        } else if verdict.isHopeless, guards.contains(.demandedStrengthMustBePossible) {
            finding.demand = .refusal(.strengthNotPossible)
        } else if verdict == .singleRegistrationRequired, guards.contains(.demandedStrengthIsRegistered) {
            finding.demand = sitting.mayRegisterMore(guards) ? .registrationNow : .secondFactor
        } else {
            finding.demand = .secondFactor
        }
        return finding
    }
}

extension Sitting {
    /// Whether a method may be registered beside those that there are (MR-2, PK-2): whoever has one proves it first, in
    /// this flow, so that nobody adds one to an account of which they know the password alone.
    fileprivate func mayRegisterMore(_ guards: Guards) -> Bool {
        guard standing.isRegistered, guards.contains(.registeringWantsSecondFactor) else { return true }
        return hasSecondFactor && (standing.hasFreshSecondFactor || !guards.contains(.registeringWantsItFresh))
    }
}
