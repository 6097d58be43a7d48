import MartletDirectory

/// What the methods of a person amount to: the only thing that the policies see of them.
struct Standing: Equatable, Hashable, Sendable {
    /// Whether a method that can stand alone as a first factor is proven.
    let hasFirstFactor: Bool
    /// Whether two factors of different kinds, or a method that is two in one, are proven.
    let hasSecondFactor: Bool
    /// Whether the second of them was proven in this flow.
    let hasFreshSecondFactor: Bool
    /// Whether a passkey is proven.
    let hasPhishingResistance: Bool
    /// Whether there is a second factor to be asked for.
    let isRegistered: Bool
    /// Whether a passkey is registered.
    let canBePhishingResistant: Bool

    /// Methods that register somebody for MFA: recovery codes and a temporary pass do not (SD-22, SD-24).
    static let acceptable: MethodSet = [.totp, .passkey, .push]
    /// Methods that can stand alone as a first factor.
    static let firstFactors: MethodSet = [.password, .passkey, .push, .temporaryAccessPass]
    /// Methods that are two factors in one (the "MFA" strength of section 2.9).
    static let twoInOne: MethodSet = [.passkey, .temporaryAccessPass]

    /// Weighs the methods; a proof of a method that is not registered is worth nothing (A150).
    init(registered: MethodSet, proven: MethodSet, provenInThisFlow: MethodSet, guards: Guards) {
        let valid = guards.contains(.proofsMustBeRegistered) ? proven.intersection(registered) : proven
        let fresh = provenInThisFlow.intersection(valid)

        var registering = Self.acceptable
        if !guards.contains(.recoveryIsNoRegistration) { registering.insert(.recoveryCode) }
        if !guards.contains(.passIsNoRegistration) { registering.insert(.temporaryAccessPass) }
        isRegistered = !registered.isDisjoint(with: registering)
        canBePhishingResistant = registered.contains(.passkey)

        var firsts = Self.firstFactors
        if !guards.contains(.codesAreNoFirstFactor) { firsts.formUnion([.totp, .recoveryCode]) }
        hasFirstFactor = !valid.isDisjoint(with: firsts)

        // A recovery code stands in for a method that is lost; it is worth nothing to somebody who never had one.
        let recovers = isRegistered || !guards.contains(.recoveryNeedsRegistration)
        let codes: MethodSet = recovers ? [.totp, .recoveryCode] : .totp
        var seconds = Self.twoInOne
        if valid.contains(.password) || !guards.contains(.codesNeedThePassword) { seconds.formUnion(codes) }
        if valid.contains(.password) || !guards.contains(.pushNeedsThePassword) { seconds.insert(.push) }
        hasSecondFactor = !valid.isDisjoint(with: seconds)
        // With a first factor from the session behind it, a code of this flow is enough to prove the second again.
        hasFreshSecondFactor = hasSecondFactor && !fresh.isDisjoint(with: seconds)
        hasPhishingResistance = valid.contains(.passkey)
    }
}
