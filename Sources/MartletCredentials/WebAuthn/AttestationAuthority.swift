import Foundation
import MartletDirectory
import SwiftASN1
@_spi(FixedExpiryValidationTime) import X509

/// A maker of authenticators whose word this installation takes.
package struct AttestationAuthority: Sendable {
    /// What the authorities say of the certificates of a passkey.
    package enum Vouching: Sendable, Equatable {
        /// Nothing.
        case nobody
        /// One stands behind them that is taken at its word for whatever model an authenticator of its says it is of.
        case maker
        /// One stands behind them that was named for the model.
        case model
    }

    private let certificate: Certificate
    private let models: Set<String>?

    /// Reads a certificate in DER; `nil` if it is none. With `models`, AAGUIDs as 32 lower-case hexadecimal digits, its word
    /// counts for those alone.
    package init?(der: [UInt8], models: Set<String>? = nil) {
        guard der.count <= 32 * 1024, let certificate = try? Certificate(derEncoded: der) else { return nil }
        self.certificate = certificate
        self.models = models
    }

    /// What `authorities` say at `point` of the passkey in a message; whether its certificates fit it is not asked here.
    package static func vouching(
        _ authorities: [AttestationAuthority], for message: RegistrationMessage, at point: Timestamp
    ) async -> Vouching {
        let chain = message.certificates
        let readsNames = message.isOfTPM
        let named = authorities.filter { $0.models?.contains(message.model) == true }
        if await vouch(named, for: chain, readsNames: readsNames, at: point) { return .model }
        let others = authorities.filter { $0.models == nil }
        return await vouch(others, for: chain, readsNames: readsNames, at: point) ? .maker : .nobody
    }

    /// Whether one of `authorities` stands behind the certificates at `point` (RFC 5280 section 6); the first of `chain` is
    /// the one in question. Nobody is asked whether it was revoked. `readsNames` says that somebody reads what it is for
    /// and its other names, which may be critical then.
    static func vouch(
        _ authorities: [AttestationAuthority], for chain: [[UInt8]], readsNames: Bool = false, at point: Timestamp
    ) async -> Bool {
        let certificates = chain.compactMap { try? Certificate(derEncoded: $0) }
        guard !authorities.isEmpty, certificates.count == chain.count, let leaf = certificates.first else {
            return false
        }
        // Each stands behind the one before it. Where several have a name, a walk could try every order of them; and before
        // version 3 a certificate does not say what it is for.
        guard Set(certificates.map(\.subject)).count == certificates.count,
            certificates.allSatisfy({ $0.version == .v3 })
        else { return false }
        var verifier = Verifier(rootCertificates: CertificateStore(authorities.map(\.certificate))) {
            RFC5280Policy(fixedExpiryValidationTime: Date(timeIntervalSince1970: Double(point.seconds)))
            NamesPolicy(areRead: readsNames)
        }
        let result = await verifier.validate(
            leaf: leaf, intermediates: CertificateStore(certificates.dropFirst()))
        guard case .validCertificate = result else { return false }
        return true
    }
}

/// The certificate of a TPM names the chip and what it is for where it may be critical; both are read with the statement.
private struct NamesPolicy: VerifierPolicy {
    let verifyingCriticalExtensions: [ASN1ObjectIdentifier]

    init(areRead: Bool) {
        verifyingCriticalExtensions =
            areRead ? [.X509ExtensionID.subjectAlternativeName, .X509ExtensionID.extendedKeyUsage] : []
    }

    func chainMeetsPolicyRequirements(chain: UnverifiedCertificateChain) -> PolicyEvaluationResult { .meetsPolicy }
}
