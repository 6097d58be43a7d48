import Crypto
import Foundation
import MartletDirectory
import SwiftASN1
import X509

/// The certificate of an authority, read from what an administrator uploads.
package struct TrustedAuthority: Sendable {
    /// Why a certificate was not taken.
    package enum Refused: String, Error, Equatable {
        /// It is no certificate in PEM or DER, or there are none or too many; private keys are refused too.
        case malformed
        /// It is not an authority's.
        case notAnAuthority
        /// It has ended.
        case expired
    }

    /// The longest text that is looked at, in bytes.
    package static let longest = 128 * 1024

    /// The certificate itself.
    package let der: [UInt8]
    /// SHA-256 of it in lower-case hexadecimal digits.
    package let thumbprint: String
    /// Its subject as RFC 4514 writes it.
    package let subject: String
    /// Its key identifier in lower-case hexadecimal digits; the SHA-256 of its key where it names none.
    package let keyIdentifier: String
    /// Whether its own key signed it.
    package let isRoot: Bool
    /// When it ends.
    package let notAfter: Timestamp

    let certificate: Certificate

    /// Whether it goes by the key identifier of `other` and has another key: then nobody could tell whose word a certificate
    /// or a list is that names its authority by that.
    package func pretendsToBe(_ other: TrustedAuthority) -> Bool {
        keyIdentifier == other.keyIdentifier && certificate.publicKey != other.certificate.publicKey
    }

    /// Who it is, whichever of its certificates this one is: `AuthorityLink.authority`.
    package var identity: String { Self.identity(of: certificate) }

    /// Whoever has a certificate's subject and key.
    static func identity(of certificate: Certificate) -> String {
        Hexadecimal.text(
            of: SHA256.hash(
                data: Array(String(describing: certificate.subject).utf8) + [0]
                    + certificate.publicKey.subjectPublicKeyInfoBytes))
    }

    /// Reads one certificate in DER.
    package init(der: [UInt8]) throws(Refused) {
        guard der.count <= ClientCertificate.longest, let certificate = try? Certificate(derEncoded: der) else {
            throw .malformed
        }
        guard case .isCertificateAuthority = try? certificate.extensions.basicConstraints,
            let usage = try? certificate.extensions.keyUsage.map({ $0.keyCertSign }) ?? true, usage
        else { throw .notAnAuthority }
        self.der = der
        self.certificate = certificate
        thumbprint = Hexadecimal.text(of: SHA256.hash(data: der))
        subject = String(describing: certificate.subject)
        let named = try? certificate.extensions.subjectKeyIdentifier.map { Hexadecimal.text(of: $0.keyIdentifier) }
        keyIdentifier =
            named.flatMap(\.self)
            ?? Hexadecimal.text(of: SHA256.hash(data: certificate.publicKey.subjectPublicKeyInfoBytes))
        isRoot =
            certificate.issuer == certificate.subject
            && certificate.publicKey.isValidSignature(certificate.signature, for: certificate)
        notAfter = Timestamp(seconds: Int64(certificate.notValidAfter.timeIntervalSince1970))
    }

    /// Reads every certificate of a file in PEM, 1…20 of them, none ended at `point`.
    package static func read(pem: String, at point: Timestamp) throws(Refused) -> [TrustedAuthority] {
        guard pem.utf8.count <= longest, !pem.contains("PRIVATE KEY") else { throw .malformed }
        let end = "-----END CERTIFICATE-----"
        let parts = pem.components(separatedBy: end).dropLast()
        guard (1...CertificateAuthority.most).contains(parts.count) else { throw .malformed }
        var authorities: [TrustedAuthority] = []
        for part in parts {
            guard let start = part.range(of: "-----BEGIN CERTIFICATE-----"),
                let reader = try? CertificateReader(pem: part[start.lowerBound...] + end)
            else { throw .malformed }
            let authority = try TrustedAuthority(der: reader.der)
            guard authority.notAfter > point else { throw .expired }
            authorities.append(authority)
        }
        return authorities
    }
}
