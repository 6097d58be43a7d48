import MartletDirectory

/// What the methods of a person amount to: the only thing that the policies see of them.
struct Standing: Hashable, Sendable {
    /// Whether a method that can stand alone as a first factor is proven.
    let hasFirstFactor: Bool
    /// Whether two factors of different kinds, or a method that is two in one, are proven.
    let hasSecondFactor: Bool
    /// Whether the second of them was proven in this flow.
    let hasFreshSecondFactor: Bool
    /// Whether a method that no false page can take is proven: a passkey, a certificate of two factors.
    let hasPhishingResistance: Bool
    /// Whether there is a second factor to be asked for.
    let isRegistered: Bool
    /// Whether such a method is registered.
    let canBePhishingResistant: Bool

    // Bits instead of `MethodSet`: its set algebra comes unspecialized from another module, and this is the hottest
    // code of the gate (measured: a third of a decision).
    private static let password = MethodSet.password.rawValue
    private static let code = MethodSet.totp.rawValue
    private static let recovery = MethodSet.recoveryCode.rawValue
    /// Two in one, and nothing that a look-alike site could take.
    private static let strongest = MethodSet.phishingResistant.rawValue
    private static let push = MethodSet.push.rawValue
    private static let certificate = MethodSet.certificate.rawValue
    private static let pass = MethodSet.temporaryAccessPass.rawValue
    private static let passwordlessPush = MethodSet.passwordlessPush.rawValue

    /// Weighs the methods; a proof of a method that is not registered is worth nothing.
    init(registered: MethodSet, proven: MethodSet, provenInThisFlow: MethodSet, guards: Guards) {
        let registered = registered.rawValue
        let valid = guards.contains(.proofsMustBeRegistered) ? proven.rawValue & registered : proven.rawValue
        let fresh = provenInThisFlow.rawValue & valid

        // Recovery codes and a temporary pass do not register anybody for MFA (SD-22, SD-24).
        var registering = Self.code | Self.strongest | Self.push | Self.certificate | Self.passwordlessPush
        if !guards.contains(.recoveryIsNoRegistration) { registering |= Self.recovery }
        if !guards.contains(.passIsNoRegistration) { registering |= Self.pass }
        isRegistered = registered & registering != 0
        canBePhishingResistant = registered & Self.strongest != 0

        var firsts =
            Self.password | Self.strongest | Self.push | Self.pass | Self.certificate | Self.passwordlessPush
        if !guards.contains(.codesAreNoFirstFactor) { firsts |= Self.code | Self.recovery }
        hasFirstFactor = valid & firsts != 0

        // Two in one (the "MFA" strength of section 2.9), or something one has on top of the password.
        var seconds = Self.strongest | Self.pass | Self.passwordlessPush
        let hasPassword = valid & Self.password != 0
        if hasPassword || !guards.contains(.pushNeedsThePassword) { seconds |= Self.push }
        if hasPassword || !guards.contains(.certificateNeedsThePassword) { seconds |= Self.certificate }
        if hasPassword || !guards.contains(.codesNeedThePassword) {
            seconds |= Self.code
            // A recovery code stands in for a method that is lost; it is worth nothing to somebody who never had one.
            if isRegistered || !guards.contains(.recoveryNeedsRegistration) { seconds |= Self.recovery }
        }
        hasSecondFactor = valid & seconds != 0
        // With the password from the session behind it, a code of this flow is enough to prove the second again.
        hasFreshSecondFactor = fresh & seconds != 0
        hasPhishingResistance = valid & Self.strongest != 0
    }
}
