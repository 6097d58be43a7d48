/// What somebody who has just added a way to sign in had better do besides; the weightiest first (MR-11).
package enum RegistrationAdvice: String, Sendable, CaseIterable {
    /// Nothing but a password, or a pass that ends, lets them in.
    case firstMethod
    /// One way alone: with it they lose the account for a day or two.
    case secondMethod
    /// There are no recovery codes.
    case recoveryCodes
    /// Three recovery codes or fewer are left.
    case fewRecoveryCodes
    /// Codes and approvals can be talked out of somebody; a passkey cannot, and may be had.
    case passkey

    /// What to advise whoever has `methods` ways that count, `phishingResistant` of them passkeys or certificates.
    package static func all(
        methods: Int, phishingResistant: Int, recoveryCodesLeft: Int, mayAddPasskey: Bool
    ) -> [RegistrationAdvice] {
        guard methods > 0 else { return [.firstMethod] }
        var advice: [RegistrationAdvice] = []
        if methods == 1 { advice.append(.secondMethod) }
        if recoveryCodesLeft == 0 {
            advice.append(.recoveryCodes)
        } else if recoveryCodesLeft <= 3 {
            advice.append(.fewRecoveryCodes)
        }
        if phishingResistant == 0, mayAddPasskey { advice.append(.passkey) }
        return advice
    }
}
