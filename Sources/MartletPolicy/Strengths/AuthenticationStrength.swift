import MartletDirectory

/// How somebody must have proven themselves: any one of a set of combinations (section 2.9).
package struct AuthenticationStrength: Sendable, Equatable {
    /// Identifies a strength.
    package typealias Identifier = ID<AuthenticationStrength>

    /// Its identifier; those of the built-in ones are Graph's.
    package let id: Identifier
    /// The English name.
    package var displayName: String
    /// Whether it is always there and never changes.
    package let isBuiltIn: Bool
    /// The combinations, any one of which is enough.
    package var combinations: [MethodCombination]
    /// The models that a passkey must be of; empty for every model (AS-4).
    package var passkeyModels: Set<String>
    /// Which certificates count; `nil` for all (AS-4).
    package var certificates: CertificateLimit?

    /// A strength of an organisation's own; a built-in one is one of those below.
    package init(
        id: Identifier, displayName: String, combinations: [MethodCombination], passkeyModels: Set<String> = [],
        certificates: CertificateLimit? = nil
    ) {
        self.init(id, displayName, isBuiltIn: false, combinations, passkeyModels, certificates)
    }

    private init(
        _ id: Identifier, _ displayName: String, isBuiltIn: Bool, _ combinations: [MethodCombination],
        _ passkeyModels: Set<String> = [], _ certificates: CertificateLimit? = nil
    ) {
        self.id = id
        self.displayName = displayName
        self.isBuiltIn = isBuiltIn
        self.combinations = combinations
        self.passkeyModels = passkeyModels
        self.certificates = certificates
    }

    package static let multiFactor = AuthenticationStrength(
        identifier(2), "Multifactor authentication", isBuiltIn: true, MethodCombination.multiFactor)
    package static let passwordless = AuthenticationStrength(
        identifier(3), "Passwordless MFA", isBuiltIn: true,
        MethodCombination.phishingResistant + [MethodCombination(.deviceBasedPush)])
    package static let phishingResistant = AuthenticationStrength(
        identifier(4), "Phishing-resistant MFA", isBuiltIn: true, MethodCombination.phishingResistant)

    /// The three that are always there.
    package static let builtIn = [multiFactor, passwordless, phishingResistant]

    /// Stands for one that is demanded and that there is not any more: nobody meets it (promise 8).
    package static func missing(_ id: Identifier) -> AuthenticationStrength {
        AuthenticationStrength(id: id, displayName: "", combinations: [])
    }

    /// The most strengths of an organisation's own (AS-3).
    package static let mostCustom = 15

    private static func identifier(_ number: Int) -> Identifier { ID("00000000-0000-0000-0000-00000000000\(number)") }

    /// Whether every combination is more than one factor (`requirementsSatisfied`, AS-2).
    package var demandsMultiFactor: Bool { combinations.allSatisfy(\.isMultiFactor) }

    /// The combinations in which certificates are limited (AS-4).
    package var limitedCombinations: [MethodCombination] {
        guard let certificates else { return [] }
        return combinations.filter { $0.hasCertificate && certificates.holds(in: $0.name) }
    }

    /// Whether `proven` is enough. Whatever is proven besides never takes anything away (AS-8).
    package func isSatisfied(by proven: ProvenModes) -> Bool {
        combinations.contains { isProven($0, proven) }
    }

    /// Whether a combination is proven, by a passkey of a model and a certificate that count where they are part of it
    /// (AS-4).
    func isProven(_ combination: MethodCombination, _ proven: ProvenModes) -> Bool {
        proven.modes.isSuperset(of: combination.modes) && vain(in: combination, proven).isEmpty
    }

    /// What of a combination has been proven in vain, if it has been at all: by a passkey of another model, by a
    /// certificate of another authority or policy.
    func vain(in combination: MethodCombination, _ proven: ProvenModes) -> AuthenticationModes {
        var vain: AuthenticationModes = []
        if combination.modes.contains(.fido2), !passkeyModels.isEmpty,
            proven.passkeyModels.isDisjoint(with: passkeyModels)
        {
            vain.insert(.fido2)
        }
        let weight = combination.modes.intersection(.certificates)
        if let limit = certificates, !weight.isEmpty, limit.holds(in: combination.name) {
            let fits = proven.certificates.contains {
                weight.isSuperset(of: $0.mode) && limit.allows(issuer: $0.issuer, policies: $0.policies)
            }
            if !fits { vain.formUnion(weight) }
        }
        return vain
    }
}
