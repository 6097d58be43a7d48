import MartletDirectory

@testable import MartletPolicy

/// What must be true of every single state (security-catalogue 4.6, T1–T5, and the house rules).
///
/// Each rule is said from the outside, in terms of the facts and of `Worth`; the answer is the name of the first rule
/// that is broken.
struct Promise {
    let facts: SignInFacts
    let worth: Worth

    private let isAdministrator: Bool
    private let isManagement: Bool
    let isExempt: Bool
    private let isLegacy: Bool
    private let carries: Bool
    private let isInteractive: Bool
    private let second: Bool
    let demandedVerdict: StrengthVerdict?
    private let isNamed: Bool

    init(_ given: SignInFacts, _ all: Worth) {
        let (facts, worth) = given.isMFABlocked ? Self.blocked(given, all) : (given, all)
        self.facts = facts
        self.worth = worth
        isAdministrator = facts.roles.rawValue & SignInFacts.Roles.administrator.rawValue != 0
        isManagement = facts.isManagementSurface || facts.door == .adminCenter
        let isOld =
            [.legacyBasic, .legacyMail, .legacyDirectory, .legacyNetwork].contains(facts.door)
            || facts.clientApp != .browser && facts.clientApp != .mobileAppsAndDesktopClients
        isExempt = facts.roles == .directorySynchronization && !isOld
        carries = ![.passwordGrant, .legacyBasic, .legacyMail, .legacyDirectory, .legacyNetwork].contains(facts.door)
        isInteractive = [.authorize, .account, .adminCenter, .device].contains(facts.door)
        isLegacy = !carries || facts.clientApp != .browser && facts.clientApp != .mobileAppsAndDesktopClients
        second = worth.second && carries
        demandedVerdict = facts.strength?.verdict
        isNamed = facts.perUserMFA != .disabled
    }

    /// The first rule that the pair of verdicts breaks, with the defaults on and off.
    func broken(on: Verdict, off: Verdict) -> String? {
        guard on.keyIsRight, off.keyIsRight else { return "T0: there is a key exactly where the door opens" }
        if let outright {
            let isRight = on.outcome == .deny(outright) && off.outcome == .deny(outright)
            return isRight ? nil : "T4: a bad account or an ended session never passes"
        }
        guard worth.first else {
            let isRight = on.outcome == .needsFirstFactor && off.outcome == .needsFirstFactor
            return isRight ? nil : "PF: nobody passes, and nothing is told, without a first factor"
        }
        guard on.outcome != .needsFirstFactor, off.outcome != .needsFirstFactor else { return "PF: it is proven" }
        if on.allows, !off.allows { return "T5: the defaults on never open what is shut with them off" }
        return brokenEither(on) ?? brokenEither(off) ?? brokenOn(on) ?? brokenOff(off)
            ?? brokenResults(on, defaults: true) ?? brokenResults(off, defaults: false)
    }

    private var outright: Denial? {
        switch facts.account {
        case .deleted: .accountDeleted
        case .disabled: .accountDisabled
        case .locked: .accountLocked
        case .enabled: facts.reliance == .ended ? .sessionEnded : nil
        }
    }

    /// Whether the door can carry a second factor, and whether one is proven at one that can.
    var isCarried: Bool { carries }
    var hasCarriedSecond: Bool { second }

    /// Rules that no setting switches off.
    private func brokenEither(_ verdict: Verdict) -> String? {
        if isInteractive, facts.requestedAssurance == .phishingResistant, !worth.canResist {
            guard case .deny = verdict.outcome else { return "T2: what cannot be proven is refused" }
        }
        if isManagement, !second, case .needsRegistration(.some) = verdict.outcome {
            return "D9: nobody puts registration off at a management surface"
        }
        if isInteractive, facts.requestedAssurance != .any, !second, case .needsRegistration(.some) = verdict.outcome {
            return "T2: nobody puts off what the app asks for"
        }
        if let broken = brokenStrength(verdict) ?? brokenName(verdict) ?? brokenBlock(verdict) { return broken }
        guard verdict.allows else { return nil }
        if isManagement, !second { return "D9: a management surface opens to nobody without a second factor" }
        let level: Clearance.Assurance =
            second ? worth.phishingResistant ? .phishingResistant : .multiFactor : .singleFactor
        if verdict.assurance != level { return "T2: the level is that of the proofs" }
        if isInteractive, facts.requestedAssurance != .any, level == .singleFactor { return "T2: the requested level" }
        if isInteractive, facts.requestedAssurance == .phishingResistant, level != .phishingResistant {
            return "T2: the requested level"
        }
        return nil
    }

    /// Rules of the defaults.
    private func brokenOn(_ verdict: Verdict) -> String? {
        if isLegacy, !isExempt, verdict.outcome != .deny(.blockedBySecurityDefaults) {
            return "T3: legacy authentication and the password grant never pass (D8, SD-42, SD-45)"
        }
        if case .needsRegistration(let days?) = verdict.outcome, days != putOff {
            return "SD-21: registration is put off for the days left, by those who may"
        }
        if !worth.isRegistered, !isExempt, !isLegacy, !verdict.allows, isBare, !facts.isMFABlocked {
            guard verdict.outcome == .needsRegistration(mayPutOffDays: putOff) else {
                return "SD-12: who is not registered must register"
            }
        }
        guard verdict.allows else { return nil }
        if let hole = hole { return hole }
        let basisIsRight =
            switch verdict.basis {
            case .secondFactor: second
            case .rememberedBrowser: facts.remembersSecondFactor && !second && !isAdministrator
            case .registrationGrace: !worth.isRegistered && !isAdministrator && !isManagement && graceIsOpen
            case .synchronizationAccount: isExempt
            case .noPolicyDemandsMore: false
            }
        return basisIsRight ? nil : "T0: the basis is what the door opened for"
    }

    /// T1: with the defaults on a door opens only for one of four reasons.
    private var hole: String? {
        if isExempt { return nil }
        let circumstances = isInteractive ? facts.circumstances : []
        if worth.isRegistered {
            if circumstances.contains(.newPlace), !worth.secondInThisFlow {
                return "SD-38 c: a new place wants it again"
            }
            if second { return nil }
            let isOrdinary = !isAdministrator && !isManagement && circumstances.isEmpty
            return facts.remembersSecondFactor && isOrdinary ? nil : "T1: no token without a second factor"
        }
        if isAdministrator { return "A026: administrators get no grace" }
        if isManagement { return "T1: no grace at a management surface" }
        return graceIsOpen ? nil : "SD-18: the grace is over"
    }

    /// Whether the grace lets somebody pass, the choice having been made where it can be made.
    private var graceIsOpen: Bool {
        graceDays != nil && (facts.skippedRegistration || !isInteractive)
    }

    private var graceDays: Int? {
        if facts.isMFABlocked { return nil }
        return switch facts.grace {
        case .notStarted(let days): days > 0 ? days : nil
        case .running(let days): days
        case .over: nil
        }
    }

    /// The days that the page of registration must offer.
    private var putOff: Int? {
        isAdministrator || isManagement || !isInteractive ? nil : graceDays
    }

    /// With the defaults off, nothing but the house rules stands in the way.
    private func brokenOff(_ verdict: Verdict) -> String? {
        let isRequested = isInteractive && facts.requestedAssurance != .any
        if isManagement, !carries, verdict.outcome != .deny(.secondFactorNotPossibleHere) {
            return "D9: a door that cannot carry a second factor never passes where one is demanded"
        }
        if !isManagement, !isRequested, isBare, !verdict.allows { return "T6: the defaults off demand nothing more" }
        return nil
    }

    /// Every policy speaks that applies, and the door opens exactly when none is left unsatisfied.
    private func brokenResults(_ verdict: Verdict, defaults: Bool) -> String? {
        var expected = isManagement ? 1 : 0
        if isInteractive, facts.requestedAssurance != .any { expected += 1 }
        if demandedVerdict != nil { expected += 1 }
        if isNamed { expected += 1 }
        if defaults {
            if carries { expected += 1 }
            if isLegacy { expected += 1 }
            if isManagement { expected += 1 }
        }
        if verdict.results.count != expected { return "promise 2: every policy that applies speaks" }
        let isOpen = verdict.results.allSatisfy { $0.result != .notSatisfied }
        if isOpen != verdict.allows { return "promise 2: the door opens when every policy is content" }
        for result in verdict.results where result.control == .secondFactorWhenNecessary {
            if !namesCircumstances(result.reasons) { return "SD-38: each circumstance is named" }
        }
        let isExcused = verdict.results.allSatisfy { $0.result != .exempt || isExempt && defaults }
        return isExcused
            ? nil
            : "SD-46: only synchronization accounts without a role are exempt, from the defaults, by no older protocol"
    }

    /// Whether nothing is demanded of this person, or by what they open, beyond what the defaults demand.
    private var isBare: Bool { facts.requestedAssurance == .any && demandedVerdict == nil && !isNamed }

    private func namesCircumstances(_ reasons: ReasonSet) -> Bool {
        let circumstances = isInteractive ? facts.circumstances : []
        return reasons.contains(.newBrowser) == circumstances.contains(.newBrowser)
            && reasons.contains(.newPlace) == circumstances.contains(.newPlace)
            && reasons.contains(.sensitiveTask) == circumstances.contains(.sensitiveTask)
            && reasons.contains(.managementSurface) == isManagement
    }
}
