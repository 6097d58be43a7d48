import Crypto
import Foundation
import MartletDirectory
import SwiftASN1
@_spi(FixedExpiryValidationTime) import X509

/// The certificate that an app showed when its connection was made (RFC 8705).
///
/// The TLS layer has seen that the app has its key. What the certificate is worth is still to be asked: either it is
/// one that an administrator stored with the app, or an authority of this house vouches for it.
package struct ClientCertificate: Sendable {
    /// The bytes are not a certificate that is accepted here.
    package struct Refused: Error, Equatable {
        /// The only value there is.
        package init() {}
    }

    /// A name among the subject's alternative ones.
    package enum AlternativeName: Sendable, Equatable {
        case dns(String)
        case uri(String)
        case email(String)
        /// The 4 or 16 bytes of an address.
        case ip([UInt8])
    }

    /// The longest certificate that is looked at, in bytes of DER.
    package static let longest = 32 * 1024
    /// The most certificates that are tried between an app's own and an authority.
    package static let longestChain = 8

    /// SHA-256 of the DER.
    package let thumbprint: [UInt8]
    /// `x5t#S256`: the thumbprint in base64url, as a token is bound to it.
    package var thumbprintText: String { Base64URL.encode(thumbprint) }
    /// The certificate itself.
    package let der: [UInt8]
    /// The subject as RFC 4514 writes it.
    package let subject: String
    /// The subject, to be compared; `nil` where a value in it is not text.
    package let subjectName: DistinguishedNameText?
    /// The alternative names of the kinds that an app can be known by.
    package let alternativeNames: [AlternativeName]
    /// When it begins to count.
    package let notBefore: Timestamp
    /// When it ends.
    package let notAfter: Timestamp

    private let certificate: Certificate

    /// Reads a certificate in DER.
    package init(der: [UInt8]) throws(Refused) {
        guard der.count <= Self.longest, let certificate = try? Certificate(derEncoded: der) else { throw Refused() }
        self.der = der
        self.certificate = certificate
        thumbprint = Array(SHA256.hash(data: der))
        subject = String(describing: certificate.subject)
        subjectName = DistinguishedNameText(certificate.subject)
        guard let names = try? certificate.extensions.subjectAlternativeNames.map(Array.init) ?? [] else {
            throw Refused()
        }
        alternativeNames = names.compactMap { name in
            switch name {
            case .dnsName(let name): .dns(name.lowercased())
            case .uniformResourceIdentifier(let address): .uri(address)
            case .rfc822Name(let address): .email(address)
            case .ipAddress(let address): .ip(Array(address.bytes))
            default: nil
            }
        }
        notBefore = Timestamp(seconds: Int64(certificate.notValidBefore.timeIntervalSince1970))
        notAfter = Timestamp(seconds: Int64(certificate.notValidAfter.timeIntervalSince1970))
    }

    /// Whether the certificate has begun and not ended at `point`.
    package func isInUse(at point: Timestamp) -> Bool { notBefore <= point && point < notAfter }

    /// Whether its key is one of `keys` (RFC 8705 section 2.2).
    package func hasKey(of keys: JSONWebKeySet) -> Bool {
        guard let key = PublicKey(certificate.publicKey) else { return false }
        return keys.keys.contains { $0.isCertified(by: key) }
    }

    /// Whether the subject is the one that `text` writes, part for part and in its order (A186).
    package func hasSubject(_ text: String) -> Bool {
        guard let subjectName, let named = DistinguishedNameText(text) else { return false }
        return subjectName == named
    }

    /// Whether one of `roots` vouches for the certificate at `point`, over the certificates of `chain` that came with it
    /// (RFC 5280 section 6). Nobody is asked whether it was revoked.
    package func verifies(
        chain: [ClientCertificate], roots: [ClientCertificate], at point: Timestamp
    ) async -> Bool {
        guard !roots.isEmpty, chain.count <= Self.longestChain else { return false }
        let time = Date(timeIntervalSince1970: Double(point.seconds))
        var verifier = Verifier(rootCertificates: CertificateStore(roots.map(\.certificate))) {
            RFC5280Policy(fixedExpiryValidationTime: time)
            ClientUsagePolicy()
        }
        let result = await verifier.validate(
            leaf: certificate, intermediates: CertificateStore(chain.map(\.certificate)))
        guard case .validCertificate = result else { return false }
        return true
    }
}
