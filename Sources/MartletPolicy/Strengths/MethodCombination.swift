/// Modes that count together: `password,softwareOath` (section 2.9).
package struct MethodCombination: Hashable, Sendable {
    /// The modes, all of which must be proven.
    package let modes: AuthenticationModes

    /// The combination of `modes`.
    package init(_ modes: AuthenticationModes) { self.modes = modes }

    /// The combination that Graph writes as `name`; `nil` for one that no strength may hold.
    package init?(name: String) {
        var modes: AuthenticationModes = []
        for word in name.split(separator: ",", omittingEmptySubsequences: false) {
            guard let mode = AuthenticationModes.named(word), modes.insert(mode).inserted else { return nil }
        }
        guard Self.all.contains(MethodCombination(modes)) else { return nil }
        self.modes = modes
    }

    /// As Graph writes it.
    package var name: String { modes.words.joined(separator: ",") }

    /// Whether it amounts to more than one factor.
    package var isMultiFactor: Bool { Self.multiFactor.contains(self) }

    /// Two factors, or one that is two in one: the "MFA" strength.
    package static let multiFactor: [MethodCombination] =
        phishingResistant + [MethodCombination(.deviceBasedPush)] + passes
        + [
            MethodCombination([.password, .microsoftAuthenticatorPush]),
            MethodCombination([.password, .softwareOath]), MethodCombination([.password, .hardwareOath]),
            MethodCombination([.password, .x509CertificateSingleFactor]),
            MethodCombination([.password, .x509CertificateMultiFactor]), MethodCombination(.federatedMultiFactor),
            MethodCombination([.microsoftAuthenticatorPush, .federatedSingleFactor]),
            MethodCombination([.softwareOath, .federatedSingleFactor]),
            MethodCombination([.hardwareOath, .federatedSingleFactor]),
        ]

    /// What nobody can be talked out of.
    package static let phishingResistant: [MethodCombination] = [
        MethodCombination(.fido2), MethodCombination(.x509CertificateMultiFactor),
    ]

    /// TP-12: both kinds are worth MFA, and no more.
    package static let passes: [MethodCombination] = [
        MethodCombination(.temporaryAccessPassOneTime), MethodCombination(.temporaryAccessPassMultiUse),
    ]

    /// Everything that a strength may hold; one factor alone may stand in a custom one.
    package static let all: [MethodCombination] =
        multiFactor + [
            MethodCombination(.password), MethodCombination(.x509CertificateSingleFactor),
            MethodCombination(.federatedSingleFactor),
        ]
}
