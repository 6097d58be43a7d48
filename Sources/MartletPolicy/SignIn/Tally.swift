import MartletDirectory

/// Collects what the policies say and puts it together: block beats challenge, challenge beats allow.
///
/// Each policy only ever adds to it and nothing is taken back, so the order of policies never matters.
struct Tally {
    private(set) var results: [PolicyResult]
    /// Whether a policy demanded more than one factor (LG-2).
    private(set) var demandsMore = false
    private(set) var usedGrace = false
    private(set) var usedExemption = false
    private(set) var usedMemory = false
    private var denial: Denial?
    private var needsSecondFactor = false
    private var mustRegisterNow = false
    private var mayPutOffDays: Int?

    init(capacity: Int) {
        results = []
        results.reserveCapacity(capacity)
    }

    /// What all demands come to.
    func outcome(guards: Guards) -> SignInDecision.Outcome {
        let challenge: SignInDecision.Outcome? =
            if mustRegisterNow && guards.contains(.registrationAtOnceBeatsLater) {
                .needsRegistration(mayPutOffDays: nil)
            } else if let mayPutOffDays {
                .needsRegistration(mayPutOffDays: mayPutOffDays)
            } else if mustRegisterNow {
                .needsRegistration(mayPutOffDays: nil)
            } else if needsSecondFactor {
                .needsSecondFactor
            } else {
                nil
            }
        if let denial, guards.contains(.blockBeatsAll) || challenge == nil { return .deny(denial) }
        return challenge ?? .allow
    }

    /// Hears one policy that applies.
    mutating func add(_ policy: AccessPolicy, _ sitting: Sitting, guards: Guards) {
        var finding = Finding(policy.control, sitting, guards: guards)
        if sitting.isExemptFromDefaults,
            policy.exemptsSynchronization || !guards.contains(.exemptionOnlyFromDefaults)
        {
            finding = Finding(.exempt, finding.reasons.union(.synchronizationAccount))
        }
        results.append(PolicyResult(policy, result: finding.result, reasons: finding.reasons))
        guard policy.state == .enabled else { return }
        demandsMore = demandsMore || finding.demandsMore
        switch finding.result {
        case .satisfied: usedMemory = usedMemory || finding.usedMemory
        case .graced: usedGrace = true
        case .exempt: usedExemption = true
        case .notSatisfied: demand(finding.demand)
        }
    }

    private mutating func demand(_ demand: Finding.Demand) {
        switch demand {
        case .nothing: break
        case .secondFactor: needsSecondFactor = true
        case .registrationNow: mustRegisterNow = true
        case .registration(let days): mayPutOffDays = min(mayPutOffDays ?? days, days)
        case .refusal(let reason):
            // One fixed order among refusals, so that the order of policies never matters.
            if denial.map({ reason.precedence < $0.precedence }) ?? true { denial = reason }
        }
    }
}

extension Denial {
    /// Which refusal is told when several apply: the lowest.
    fileprivate var precedence: Int {
        switch self {
        case .accountDeleted: 0
        case .accountDisabled: 1
        case .accountLocked: 2
        case .sessionEnded: 3
        case .blockedBySecurityDefaults: 4
        case .blockedByPolicy: 5
        case .secondFactorNotPossibleHere: 6
        case .mfaBlocked: 7
        case .assuranceNotPossible: 8
        case .strengthNotPossible: 9
        case .notAssigned: 10
        }
    }
}
