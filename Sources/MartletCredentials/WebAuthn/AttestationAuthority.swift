import Foundation
import MartletDirectory
import SwiftASN1
@_spi(FixedExpiryValidationTime) import X509

/// A maker of authenticators whose word this installation takes.
package struct AttestationAuthority: Sendable {
    private let certificate: Certificate

    /// Reads a certificate in DER; `nil` if it is none.
    package init?(der: [UInt8]) {
        guard der.count <= 32 * 1024, let certificate = try? Certificate(derEncoded: der) else { return nil }
        self.certificate = certificate
    }

    /// Whether one of `authorities` stands behind the certificates at `point` (RFC 5280 section 6); the first of `chain` is
    /// the one in question. Nobody is asked whether it was revoked.
    package static func vouch(
        _ authorities: [AttestationAuthority], for chain: [[UInt8]], at point: Timestamp
    ) async -> Bool {
        let certificates = chain.compactMap { try? Certificate(derEncoded: $0) }
        guard !authorities.isEmpty, certificates.count == chain.count, let leaf = certificates.first else {
            return false
        }
        var verifier = Verifier(rootCertificates: CertificateStore(authorities.map(\.certificate))) {
            RFC5280Policy(fixedExpiryValidationTime: Date(timeIntervalSince1970: Double(point.seconds)))
        }
        let result = await verifier.validate(
            leaf: leaf, intermediates: CertificateStore(certificates.dropFirst()))
        guard case .validCertificate = result else { return false }
        return true
    }
}
