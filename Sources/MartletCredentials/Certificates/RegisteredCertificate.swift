import Crypto
import Foundation
import MartletDirectory
import SwiftASN1
import X509

/// A certificate that an app registered, ready to verify what the app signs: its thumbprints, its span and its key.
///
/// Nobody vouches for it: it counts because an administrator stored it with the app, so its issuer is not looked at.
package struct RegisteredCertificate: Sendable {
    /// The bytes are not a certificate with a key that is accepted here: RSA of 2048 to 8192 bits, P-256,
    /// P-384 or Ed25519.
    package struct Unusable: Error, Equatable {
        /// The only value there is.
        package init() {}
    }

    /// SHA-256 of the DER: `x5t#S256`.
    package let thumbprint: [UInt8]
    /// SHA-1 of the DER: `x5t`. It only finds a certificate among those of the app and proves nothing.
    package let oldThumbprint: [UInt8]
    private let notBefore: Timestamp
    private let notAfter: Timestamp
    private let key: PublicKey

    /// Reads a certificate in DER.
    package init(der: [UInt8]) throws(Unusable) {
        guard let certificate = try? Certificate(derEncoded: der) else { throw Unusable() }
        guard let key = PublicKey(certificate.publicKey) else { throw Unusable() }
        self.key = key
        thumbprint = Array(SHA256.hash(data: der))
        oldThumbprint = Array(Insecure.SHA1.hash(data: der))
        notBefore = Timestamp(seconds: Int64(certificate.notValidBefore.timeIntervalSince1970))
        notAfter = Timestamp(seconds: Int64(certificate.notValidAfter.timeIntervalSince1970))
    }

    /// Whether the certificate has begun and not ended at `point`.
    package func isInUse(at point: Timestamp) -> Bool { notBefore <= point && point < notAfter }

    /// Whether `signature` is this certificate's over `signed`. The kind of the key says which algorithms there can
    /// be (A170).
    func isValid(_ signature: [UInt8], by algorithm: JWSAlgorithm, for signed: ArraySlice<UInt8>) -> Bool {
        key.isValid(signature, by: algorithm, for: signed)
    }
}
