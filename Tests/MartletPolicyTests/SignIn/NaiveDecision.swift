import MartletDirectory
import MartletPolicy

/// The decision written a second time, as one would write it in an afternoon: straight from the brief, without
/// policies, tallies or bits. It shares nothing with the real one but the types.
func naiveDecision(
    _ facts: SignInFacts, defaults: Bool, modern: Set<LegacySurface> = []
) -> SignInDecision.Outcome {
    if facts.account == .deleted { return .deny(.accountDeleted) }
    if facts.account == .disabled { return .deny(.accountDisabled) }
    if facts.account == .locked { return .deny(.accountLocked) }
    if facts.reliance == .ended { return .deny(.sessionEnded) }

    let has = Set(facts.registered.methods)
    let proven = Set(facts.proven.methods).filter { has.contains($0) }
    let now = Set(facts.provenInThisFlow.methods).filter { proven.contains($0) }
    let isRegistered =
        has.contains(.totp) || has.contains(.passkey) || has.contains(.push) || has.contains(.passwordlessPush)
        || has.contains(.certificate) || has.contains(.multiFactorCertificate)

    if !proven.contains(.password) && !proven.contains(.passkey) && !proven.contains(.push)
        && !proven.contains(.temporaryAccessPass) && !proven.contains(.passwordlessPush)
        && !proven.contains(.certificate) && !proven.contains(.multiFactorCertificate)
    {
        return .needsFirstFactor
    }

    func isSecond(_ method: Method) -> Bool {
        switch method {
        case .passkey, .temporaryAccessPass, .passwordlessPush, .multiFactorCertificate: true
        case .totp, .push, .certificate: proven.contains(.password)
        case .recoveryCode: proven.contains(.password) && isRegistered
        case .password: false
        }
    }
    let blind: [Door] = [.passwordGrant, .legacyBasic, .legacyMail, .legacyDirectory, .legacyNetwork]
    let isBlind = blind.contains(facts.door)
    let second = !isBlind && proven.contains(where: isSecond)
    let secondNow = !isBlind && now.contains(where: isSecond)
    let isInteractive = [Door.authorize, .account, .adminCenter, .device].contains(facts.door)
    let isManagement = facts.door == .adminCenter || facts.isManagementSurface
    let isAdministrator = facts.roles.contains(.administrator)
    let isOld = facts.clientApp.isLegacy || isBlind && facts.door != .passwordGrant
    let isExempt = facts.roles.contains(.directorySynchronization) && !isAdministrator && !isOld
    let bound = defaults && !isExempt
    let isNewPlace = isInteractive && facts.circumstances.contains(.newPlace)

    // Blocks.
    if bound, facts.clientApp.isLegacy || isBlind { return .deny(.blockedBySecurityDefaults) }
    if !isExempt, let surface = naiveSurface(facts), modern.contains(surface) { return .deny(.blockedByPolicy) }
    let isNamed = facts.perUserMFA != .disabled
    let demanded = facts.strength?.verdict ?? .satisfied
    let isOutOfReach = demanded != .satisfied || facts.isMFABlocked && facts.strength != nil
    if isManagement || isNamed || isOutOfReach, isBlind { return .deny(.secondFactorNotPossibleHere) }
    let wanted: SignInFacts.RequestedAssurance = isInteractive ? facts.requestedAssurance : .any
    // PN-14: whatever asks for more than a first factor is refused, and nothing is asked for or registered.
    if facts.isMFABlocked {
        let isMore = bound || isManagement || isNamed || facts.strength != nil || wanted != .any
        return isMore && !isBlind ? .deny(.mfaBlocked) : .allow
    }
    if wanted == .phishingResistant, !has.contains(.passkey), !has.contains(.multiFactorCertificate) {
        return .deny(.assuranceNotPossible)
    }

    if demanded == .cannotSatisfy || demanded == .cannotSatisfyDueToCombinationConfiguration {
        return .deny(.strengthNotPossible)
    }

    // What is demanded and missing.
    var missing = false
    if isManagement || isNamed, !second || isNewPlace && !secondNow { missing = true }
    if wanted == .multiFactor, !second { missing = true }
    if wanted == .phishingResistant, !proven.contains(.passkey), !proven.contains(.multiFactorCertificate) {
        missing = true
    }
    if bound, isRegistered {
        let circumstances = isInteractive ? facts.circumstances : []
        let isQuiet = circumstances.isEmpty && !isManagement && facts.remembersSecondFactor
        if isAdministrator || !isQuiet, !second || isNewPlace && !secondNow { missing = true }
    }
    var mustProve = missing && isRegistered
    var mustRegister = missing && !isRegistered
    if demanded == .singleChallengeRequired { mustProve = true }
    if demanded == .singleRegistrationRequired {
        if isRegistered && !secondNow { mustProve = true } else { mustRegister = true }
    }

    var later: Int?
    if bound, !isRegistered {
        let days: Int
        switch facts.grace {
        case .notStarted(let whole): days = whole
        case .running(let left): days = left
        case .over: days = 0
        }
        if days == 0 || isAdministrator || isManagement {
            mustRegister = true
        } else if isInteractive, !facts.skippedRegistration {
            later = days
        }
    }
    if mustRegister { return .needsRegistration(mayPutOffDays: nil) }
    if let later { return .needsRegistration(mayPutOffDays: later) }
    return mustProve ? .needsSecondFactor : .allow
}

/// The surface that a request with a password alone comes to.
private func naiveSurface(_ facts: SignInFacts) -> LegacySurface? {
    if facts.door == .legacyMail { return .mail }
    if facts.door == .legacyBasic { return .web }
    if facts.door == .legacyDirectory { return .directory }
    if facts.door == .legacyNetwork { return .network }
    let mail: [ClientApp] = [.imap4, .pop3, .authenticatedSMTP]
    return facts.door == .passwordGrant && mail.contains(facts.clientApp) ? .mail : nil
}
