import Crypto
import CryptoExtras
import Foundation
import MartletDirectory
import SwiftASN1
import X509

/// A certificate that an app registered, ready to verify what the app signs: its thumbprints, its span and its key.
///
/// Nobody vouches for it: it counts because an administrator stored it with the app, so its issuer is not looked at.
package struct RegisteredCertificate: Sendable {
    /// The bytes are not a certificate with a key that is accepted here: RSA of 2048 bits or more, or P-256.
    package struct Unusable: Error, Equatable {
        /// The only value there is.
        package init() {}
    }

    private enum PublicKey: Sendable {
        case rsa(_RSA.Signing.PublicKey)
        case p256(P256.Signing.PublicKey)
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
        if let rsa = _RSA.Signing.PublicKey(certificate.publicKey), rsa.keySizeInBits >= 2048 {
            key = .rsa(rsa)
        } else if let p256 = P256.Signing.PublicKey(certificate.publicKey) {
            key = .p256(p256)
        } else {
            throw Unusable()
        }
        thumbprint = Array(SHA256.hash(data: der))
        oldThumbprint = Array(Insecure.SHA1.hash(data: der))
        notBefore = Timestamp(seconds: Int64(certificate.notValidBefore.timeIntervalSince1970))
        notAfter = Timestamp(seconds: Int64(certificate.notValidAfter.timeIntervalSince1970))
    }

    /// Whether the certificate has begun and not ended at `point`.
    package func isInUse(at point: Timestamp) -> Bool { notBefore <= point && point < notAfter }

    /// Whether `signature` is this certificate's over `signed`. The kind of the key says which algorithms there can
    /// be (A170), and each has the one form that RFC 7518 section 3 has for it (A178).
    func isValid(
        _ signature: [UInt8], by algorithm: ClientAssertion.Algorithm, for signed: ArraySlice<UInt8>
    ) -> Bool {
        let digest = SHA256.hash(data: signed)
        switch (key, algorithm) {
        case (.rsa(let key), .rs256):
            return key.isValidSignature(
                _RSA.Signing.RSASignature(rawRepresentation: signature), for: digest, padding: .insecurePKCS1v1_5)
        case (.rsa(let key), .ps256):
            return key.isValidSignature(
                _RSA.Signing.RSASignature(rawRepresentation: signature), for: digest, padding: .PSS)
        case (.p256(let key), .es256):
            guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: digest)
        case (.rsa, .es256), (.p256, .rs256), (.p256, .ps256): return false
        }
    }
}
