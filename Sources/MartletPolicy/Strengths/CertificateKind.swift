import MartletDirectory

/// A certificate of somebody, as far as strengths tell it from others (AS-4).
package struct CertificateKind: Sendable, Hashable {
    /// `x509CertificateSingleFactor` or `x509CertificateMultiFactor`: what it is worth.
    package let mode: AuthenticationModes
    /// The key identifier of the authority that signed it, in lower-case hexadecimal digits.
    package let issuer: String
    /// The policies that it names, as object identifiers with dots.
    package let policies: Set<String>

    /// A certificate that is worth as much as the method says; any method but the stronger one means a single factor.
    package init(_ method: Method, issuer: String, policies: Set<String>) {
        mode = method == .multiFactorCertificate ? .x509CertificateMultiFactor : .x509CertificateSingleFactor
        self.issuer = issuer
        self.policies = policies
    }
}

extension AuthenticationModes {
    /// Both weights of a certificate.
    static let certificates: AuthenticationModes = [.x509CertificateSingleFactor, .x509CertificateMultiFactor]
}

extension MethodCombination {
    /// Whether a certificate is part of it.
    package var hasCertificate: Bool { !modes.isDisjoint(with: .certificates) }
}
