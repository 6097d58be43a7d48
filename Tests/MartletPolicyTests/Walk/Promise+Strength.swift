import MartletDirectory

@testable import MartletPolicy

/// What must be true of strengths and of people for whom MFA is switched on by name, whatever the defaults say.
extension Promise {
    /// AS-7…AS-10: the door opens to whom the strength is met by, and everybody else is led there or told that it does
    /// not go.
    func brokenStrength(_ verdict: Verdict) -> String? {
        guard let demanded = demandedVerdict else { return nil }
        if demanded != .satisfied, verdict.allows { return "AS-7: a demanded strength is met, or nothing opens" }
        guard isCarried else {
            if demanded == .satisfied { return nil }
            guard case .deny = verdict.outcome else { return "AS: a door that carries a password alone refuses" }
            return nil
        }
        switch demanded {
        case .satisfied: return nil
        case .cannotSatisfy, .cannotSatisfyDueToCombinationConfiguration:
            guard case .deny = verdict.outcome else { return "AS-10: what cannot be met is refused" }
        case .singleRegistrationRequired:
            if case .deny = verdict.outcome { return nil }
            let isNewcomer = !worth.isRegistered
            if isNewcomer || worth.secondInThisFlow {
                guard verdict.outcome == .needsRegistration(mayPutOffDays: nil) else {
                    return "AS-10: what is missing is registered"
                }
            } else if verdict.outcome != .needsSecondFactor {
                return "MR-2: nobody who has a method adds another without proving one in this flow"
            }
        case .singleChallengeRequired: break
        }
        return nil
    }

    /// PU-3, PU-4: a second factor at each sign-in; nothing stands in for it, and no door goes round it.
    func brokenName(_ verdict: Verdict) -> String? {
        guard facts.perUserMFA != .disabled else { return nil }
        if verdict.allows, !hasCarriedSecond { return "PU-3: whose MFA is switched on passes with it alone" }
        if case .needsRegistration(.some) = verdict.outcome, !hasCarriedSecond { return "PU-1: nobody puts it off" }
        return nil
    }
}
