import MartletDirectory

/// What strengths tell apart within the methods of somebody: kinds of codes and of passes, models of passkeys, authorities
/// and policies of certificates.
package struct MethodKinds: Sendable, Equatable {
    /// Which codes: those of an app, those of a token that was given out, or both.
    package var codes: AuthenticationModes
    /// Whether the temporary access pass is good for one sign-in.
    package var passIsOneTime: Bool
    /// The models of the passkeys, as 32 lower-case hexadecimal digits.
    package var passkeyModels: Set<String>
    /// The certificates.
    package var certificates: Set<CertificateKind>

    /// Kinds with every field given; what is left out is not there.
    package init(
        codes: AuthenticationModes = [], passIsOneTime: Bool = false, passkeyModels: Set<String> = [],
        certificates: Set<CertificateKind> = []
    ) {
        self.codes = codes.intersection([.softwareOath, .hardwareOath])
        self.passIsOneTime = passIsOneTime
        self.passkeyModels = passkeyModels
        self.certificates = certificates
    }
}

extension ProvenModes {
    /// What `methods` of these kinds amount to.
    package init(_ methods: MethodSet, kinds: MethodKinds) {
        self.init(methods, passIsOneTime: kinds.passIsOneTime)
        modes.subtract([.softwareOath, .hardwareOath])
        if methods.contains(.totp) { modes.formUnion(kinds.codes) }
        if methods.contains(.passkey) { passkeyModels = kinds.passkeyModels }
        // A certificate of a weight that is not among the methods is none of them.
        certificates = kinds.certificates.filter { modes.isSuperset(of: $0.mode) }
    }

    /// Both together.
    func union(_ other: ProvenModes) -> ProvenModes {
        ProvenModes(
            modes.union(other.modes), passkeyModels: passkeyModels.union(other.passkeyModels),
            certificates: certificates.union(other.certificates))
    }
}
