import MartletDirectory

/// The ways of proving oneself as authentication strengths tell them apart, as bits with Graph's numbers (AS-1).
package struct AuthenticationModes: OptionSet, Sendable, Hashable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package static let password = AuthenticationModes(rawValue: 1)
    /// The code of a token that was given out.
    package static let hardwareOath = AuthenticationModes(rawValue: 4)
    /// The code of an app.
    package static let softwareOath = AuthenticationModes(rawValue: 8)
    /// A passkey, wherever it lives.
    package static let fido2 = AuthenticationModes(rawValue: 32)
    /// An approval on the phone, on top of something else.
    package static let microsoftAuthenticatorPush = AuthenticationModes(rawValue: 128)
    /// An approval on the phone that stands alone.
    package static let deviceBasedPush = AuthenticationModes(rawValue: 256)
    package static let temporaryAccessPassOneTime = AuthenticationModes(rawValue: 512)
    package static let temporaryAccessPassMultiUse = AuthenticationModes(rawValue: 1024)
    package static let x509CertificateSingleFactor = AuthenticationModes(rawValue: 4096)
    package static let x509CertificateMultiFactor = AuthenticationModes(rawValue: 8192)
    package static let federatedSingleFactor = AuthenticationModes(rawValue: 16384)
    package static let federatedMultiFactor = AuthenticationModes(rawValue: 32768)

    private static let names: [(AuthenticationModes, String)] = [
        (.password, "password"), (.hardwareOath, "hardwareOath"), (.softwareOath, "softwareOath"), (.fido2, "fido2"),
        (.microsoftAuthenticatorPush, "microsoftAuthenticatorPush"), (.deviceBasedPush, "deviceBasedPush"),
        (.temporaryAccessPassOneTime, "temporaryAccessPassOneTime"),
        (.temporaryAccessPassMultiUse, "temporaryAccessPassMultiUse"),
        (.x509CertificateSingleFactor, "x509CertificateSingleFactor"),
        (.x509CertificateMultiFactor, "x509CertificateMultiFactor"),
        (.federatedSingleFactor, "federatedSingleFactor"), (.federatedMultiFactor, "federatedMultiFactor"),
    ]

    /// Every mode there is.
    package static let all = AuthenticationModes(names.map(\.0))

    /// The names of the members, always in the same order.
    package var words: [String] { Self.names.filter { contains($0.0) }.map(\.1) }

    /// The mode with a name; `nil` for a name that there is not.
    package static func named(_ word: some StringProtocol) -> AuthenticationModes? {
        names.first { $0.1 == word }?.0
    }
}

/// What somebody has proven, as far as strengths care.
package struct ProvenModes: Sendable, Equatable {
    /// The modes.
    package var modes: AuthenticationModes
    /// The models of the passkeys among them, as 32 lower-case hexadecimal digits.
    package var passkeyModels: Set<String>
    /// The certificates among them.
    package var certificates: Set<CertificateKind>

    /// Nothing but what is given.
    package init(
        _ modes: AuthenticationModes = [], passkeyModels: Set<String> = [], certificates: Set<CertificateKind> = []
    ) {
        self.modes = modes
        self.passkeyModels = passkeyModels
        self.certificates = certificates
    }

    /// What `methods` amount to.
    ///
    /// An approval with the phone's PIN is both kinds of push, one without it stands on top of a password only. A recovery
    /// code is none of Graph's modes and satisfies no strength.
    package init(
        _ methods: MethodSet, hasHardwareCode: Bool = false, passIsOneTime: Bool = false,
        passkeyModels: Set<String> = []
    ) {
        var modes: AuthenticationModes = []
        if methods.contains(.password) { modes.insert(.password) }
        if methods.contains(.totp) { modes.insert(hasHardwareCode ? .hardwareOath : .softwareOath) }
        if methods.contains(.passkey) { modes.insert(.fido2) }
        if methods.contains(.push) { modes.insert(.microsoftAuthenticatorPush) }
        if methods.contains(.passwordlessPush) { modes.formUnion([.microsoftAuthenticatorPush, .deviceBasedPush]) }
        if methods.contains(.temporaryAccessPass) {
            modes.insert(passIsOneTime ? .temporaryAccessPassOneTime : .temporaryAccessPassMultiUse)
        }
        if methods.contains(.certificate) { modes.insert(.x509CertificateSingleFactor) }
        if methods.contains(.multiFactorCertificate) { modes.insert(.x509CertificateMultiFactor) }
        self.init(modes, passkeyModels: passkeyModels)
    }
}
