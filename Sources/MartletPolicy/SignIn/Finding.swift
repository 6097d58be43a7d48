import MartletDirectory

/// What one control finds in one sign-in.
struct Finding {
    /// What is still to be done where the control is not satisfied.
    enum Demand {
        case nothing, secondFactor, registrationNow
        case registration(mayPutOffDays: Int)
        case refusal(Denial)
    }

    var result: PolicyResult.Result
    var reasons: ReasonSet
    var demand = Demand.nothing
    /// Whether the control wants more than one factor here (LG-2).
    var demandsMore = false
    /// Whether a remembered browser satisfied it.
    var usedMemory = false

    init(_ result: PolicyResult.Result, _ reasons: ReasonSet) {
        self.result = result
        self.reasons = reasons
    }

    /// Holds `control` against `sitting`.
    init(_ control: AccessPolicy.Control, _ sitting: Sitting, guards: Guards) {
        switch control {
        case .standing: self.init(.satisfied, [])
        case .block: self = .block(sitting, .blockedBySecurityDefaults)
        case .modernAuthentication: self = .block(sitting, .blockedByPolicy)
        case .register: self = .registration(sitting, guards)
        case .secondFactor: self = .secondFactor(sitting, guards)
        case .secondFactorWhenNecessary: self = .secondFactorWhenNecessary(sitting, guards)
        case .requestedAssurance: self = .requestedAssurance(sitting, guards)
        case .strength: self = .strength(sitting, guards)
        }
    }

    private static func block(_ sitting: Sitting, _ denial: Denial) -> Finding {
        var reasons: ReasonSet = []
        if sitting.traits.contains(.legacyClient) { reasons.insert(.legacyClient) }
        if sitting.traits.contains(.passwordGrant) { reasons.insert(.passwordOnlyGrant) }
        if sitting.traits.contains(.basicAuthentication) { reasons.insert(.basicAuthentication) }
        var finding = Finding(.notSatisfied, reasons)
        finding.demand = .refusal(denial)
        return finding
    }

    /// SD-17…SD-21: ordinary people may put registration off while the grace lasts, but not before a management
    /// surface, and administrators never (A026).
    private static func registration(_ sitting: Sitting, _ guards: Guards) -> Finding {
        guard !sitting.standing.isRegistered else { return Finding(.satisfied, []) }
        guard guards.contains(.registration) else { return Finding(.satisfied, .notRegistered) }
        var finding = Finding(.notSatisfied, .notRegistered)
        finding.demandsMore = true
        if sitting.isMFABlocked, guards.contains(.blockedDoesNotRegister) {
            finding.reasons.insert(.mfaBlocked)
            finding.demand = .refusal(.mfaBlocked)
            return finding
        }
        if sitting.isAdministrator, guards.contains(.noGraceForAdministrators) {
            finding.reasons.insert(.administrator)
        }
        if sitting.isManagement, guards.contains(.noGraceForManagement) { finding.reasons.insert(.managementSurface) }
        guard finding.reasons == .notRegistered else {
            finding.demand = .registrationNow
            return finding
        }
        let days: Int? =
            switch sitting.grace {
            case .notStarted(let days): days > 0 || !guards.contains(.noGraceOfZeroDays) ? days : nil
            case .running(let days): days
            case .over: guards.contains(.noGraceWhenOver) ? nil : 0
            }
        guard let days else {
            finding.reasons.insert(.graceOver)
            finding.demand = .registrationNow
            return finding
        }
        finding.reasons.insert(.graceRunning)
        // At a code or a refresh token nobody can be asked; the browser flow before it decided about putting off.
        guard sitting.isInteractive, !sitting.skippedRegistration, guards.contains(.graceIsChosen) else {
            return Finding(.graced, finding.reasons)
        }
        finding.demand = .registration(mayPutOffDays: days)
        return finding
    }

    /// SD-13, SD-16, D6: proven, and proven again where the place is new. Neither memory nor grace stands in.
    private static func secondFactor(_ sitting: Sitting, _ guards: Guards) -> Finding {
        var reasons: ReasonSet = []
        if sitting.isAdministrator { reasons.insert(.administrator) }
        if sitting.isManagement { reasons.insert(.managementSurface) }
        if sitting.hasPerUserMFA { reasons.insert(.perUserMFA) }
        if sitting.circumstances.contains(.newPlace) { reasons.insert(.newPlace) }
        let isSatisfied =
            isProven(sitting, reasons, guards)
            || sitting.remembersSecondFactor && !guards.contains(.memoryNeverCarriesSecondFactor)
            || !guards.contains(.secondFactor)
        return challenge(sitting, reasons, guards, isSatisfied: isSatisfied)
    }

    /// SD-38 (a)–(e) with D7: one factor is enough in a browser that remembers, unless something is unusual.
    private static func secondFactorWhenNecessary(_ sitting: Sitting, _ guards: Guards) -> Finding {
        let isProvenBefore = sitting.hasSecondFactor && !sitting.standing.hasFreshSecondFactor
        var reasons: ReasonSet = []
        if sitting.circumstances.contains(.newBrowser), guards.contains(.newBrowser) { reasons.insert(.newBrowser) }
        if sitting.circumstances.contains(.newPlace), guards.contains(.newPlace) { reasons.insert(.newPlace) }
        if sitting.circumstances.contains(.sensitiveTask), guards.contains(.sensitiveTask) {
            reasons.insert(.sensitiveTask)
        }
        if sitting.isManagement, guards.contains(.managementIsNecessity) { reasons.insert(.managementSurface) }
        if !sitting.remembersSecondFactor, !isProvenBefore, guards.contains(.noMemory) {
            reasons.insert(.noRememberedFactor)
        }
        guard reasons.isEmpty else {
            return challenge(sitting, reasons, guards, isSatisfied: isProven(sitting, reasons, guards))
        }
        var finding = Finding(.satisfied, sitting.remembersSecondFactor ? .rememberedBrowser : .provenInSession)
        finding.usedMemory = true
        return finding
    }

    /// RFC 9470: what the app asked for is proven or nothing is issued; what cannot be proven is refused.
    private static func requestedAssurance(_ sitting: Sitting, _ guards: Guards) -> Finding {
        guard sitting.requestedAssurance == .phishingResistant, guards.contains(.requestedPhishingResistant) else {
            let isSatisfied = sitting.hasSecondFactor || !guards.contains(.requestedMultiFactor)
            return challenge(sitting, .requestedByApp, guards, isSatisfied: isSatisfied)
        }
        let isSatisfied = sitting.assurance == .phishingResistant
        guard
            isSatisfied || sitting.standing.canBePhishingResistant || sitting.isMFABlocked
                || !guards.contains(.requestedMustBePossible)
        else {
            var finding = Finding(.notSatisfied, .requestedByApp)
            finding.demandsMore = true
            finding.demand = .refusal(.assuranceNotPossible)
            return finding
        }
        return challenge(sitting, .requestedByApp, guards, isSatisfied: isSatisfied)
    }

    private static func isProven(_ sitting: Sitting, _ reasons: ReasonSet, _ guards: Guards) -> Bool {
        let wantsItAgain = reasons.contains(.newPlace) && guards.contains(.newPlaceWantsItAgain)
        return sitting.hasSecondFactor && (sitting.standing.hasFreshSecondFactor || !wantsItAgain)
    }

    private static func challenge(
        _ sitting: Sitting, _ reasons: ReasonSet, _ guards: Guards, isSatisfied: Bool
    ) -> Finding {
        var finding = Finding(isSatisfied ? .satisfied : .notSatisfied, reasons)
        finding.demandsMore = true
        guard !isSatisfied else { return finding }
        if !sitting.carriesSecondFactor {
            finding.demand = .refusal(.secondFactorNotPossibleHere)
        } else if sitting.isMFABlocked, guards.contains(.blockedIsNotAsked) {
            finding.reasons.insert(.mfaBlocked)
            finding.demand = .refusal(.mfaBlocked)
        } else if !sitting.standing.isRegistered {
            finding.reasons.insert(.notRegistered)
            finding.demand = .registrationNow
        } else {
            finding.demand = .secondFactor
        }
        return finding
    }
}
