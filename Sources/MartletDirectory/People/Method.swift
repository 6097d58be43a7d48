/// A way of proving who one is.
package enum Method: UInt8, Sendable, Hashable, CaseIterable, Codable {
    case password, totp, recoveryCode, passkey, push, temporaryAccessPass
    /// A phone's approval with the phone's PIN, which the server checks: two factors in one. `push` is the phone alone.
    case passwordlessPush
    /// A certificate (X.509) that counts as one factor.
    case certificate
    /// A certificate that counts as two in one, because its authority hands it out on hardware that asks for a PIN.
    case multiFactorCertificate

    /// The name that logs and the interface use, as Graph spells combinations (section 2.9).
    package var name: String {
        switch self {
        case .password: "password"
        case .totp: "softwareOath"
        case .recoveryCode: "recoveryCode"
        case .passkey: "fido2"
        case .push: "microsoftAuthenticatorPush"
        case .temporaryAccessPass: "temporaryAccessPass"
        case .passwordlessPush: "deviceBasedPush"
        case .certificate: "x509CertificateSingleFactor"
        case .multiFactorCertificate: "x509CertificateMultiFactor"
        }
    }
}

/// A set of methods; small and cheap, for the decision.
package struct MethodSet: OptionSet, Sendable, Hashable {
    /// One bit a method, in the order of `Method`.
    package let rawValue: UInt16

    /// The set with the given bits.
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    /// The set of one method.
    package init(_ method: Method) { rawValue = 1 << method.rawValue }

    /// The set of the given methods.
    package init(_ methods: some Sequence<Method>) {
        rawValue = methods.reduce(0) { $0 | 1 << $1.rawValue }
    }

    package static let password = MethodSet(.password)
    package static let totp = MethodSet(.totp)
    package static let recoveryCode = MethodSet(.recoveryCode)
    package static let passkey = MethodSet(.passkey)
    package static let push = MethodSet(.push)
    package static let temporaryAccessPass = MethodSet(.temporaryAccessPass)
    package static let passwordlessPush = MethodSet(.passwordlessPush)
    package static let certificate = MethodSet(.certificate)
    package static let multiFactorCertificate = MethodSet(.multiFactorCertificate)

    /// Both weights of a certificate.
    package static let certificates: MethodSet = [.certificate, .multiFactorCertificate]
    /// The methods that cannot be proven to a look-alike site.
    package static let phishingResistant: MethodSet = [.passkey, .multiFactorCertificate]

    /// The methods that make somebody registered for MFA; recovery codes and passes stand in for them (SD-22, SD-24).
    package static let registering: MethodSet = [
        .totp, .passkey, .push, .passwordlessPush, .certificate, .multiFactorCertificate,
    ]

    /// The members in the order of `Method`.
    package var methods: [Method] { Method.allCases.filter { contains(MethodSet($0)) } }
}

/// One method proven at one time; a session carries these.
package struct Proof: Sendable, Hashable, Codable {
    /// What was proven.
    package var method: Method
    /// When.
    package var at: Timestamp
    /// What it was proven with, where authentication strengths tell that apart: the model of a passkey, the mark of a
    /// certificate's authority and policies, or `hardwareToken` for the code of a token that was given out. At most 64
    /// lower-case letters and digits.
    package var model: String?

    /// A proof of `method` at a time.
    package init(method: Method, at: Timestamp, model: String? = nil) {
        self.method = method
        self.at = at
        self.model = model
    }

    /// The model of a token that was given out.
    package static let hardwareToken = "hardware"
}
