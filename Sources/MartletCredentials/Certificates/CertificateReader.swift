import Crypto
import Foundation
import MartletDirectory
import SwiftASN1
import X509

/// The certificate that an app proves itself with, read from PEM.
package struct CertificateReader: Sendable {
    /// Why a text was not taken.
    package enum Refused: Error, Equatable {
        /// Not exactly one certificate in PEM; a private key among it is refused too, so that nobody uploads theirs.
        case notOneCertificate
        /// What is inside is not an X.509 certificate.
        case malformed
    }

    /// The longest text that is looked at, in bytes.
    package static let longest = 64 * 1024

    /// The certificate itself.
    package let der: [UInt8]
    /// `x5t#S256`: SHA-256 of the DER.
    package let thumbprint: [UInt8]
    /// The subject as RFC 4514 writes it.
    package let subject: String
    /// When it begins to count.
    package let notBefore: Timestamp
    /// When it ends.
    package let notAfter: Timestamp

    /// Reads the one certificate in `pem`.
    package init(pem: String) throws(Refused) {
        let der = try Self.der(of: pem)
        guard let certificate = try? Certificate(derEncoded: der) else { throw .malformed }
        self.der = der
        thumbprint = Array(SHA256.hash(data: der))
        subject = String(describing: certificate.subject)
        notBefore = Timestamp(seconds: Int64(certificate.notValidBefore.timeIntervalSince1970))
        notAfter = Timestamp(seconds: Int64(certificate.notValidAfter.timeIntervalSince1970))
    }

    private static func der(of pem: String) throws(Refused) -> [UInt8] {
        guard pem.utf8.count <= longest else { throw .notOneCertificate }
        let lines = pem.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
        let borders = lines.filter { $0.hasPrefix("-----") }
        guard borders == ["-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"],
            let start = lines.firstIndex(of: borders[0]), let end = lines.firstIndex(of: borders[1]),
            let der = Data(base64Encoded: lines[(start + 1)..<end].joined())
        else { throw .notOneCertificate }
        return Array(der)
    }
}
