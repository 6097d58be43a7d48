import Crypto
import CryptoExtras
import Foundation
import X509

/// A public key of one of the kinds that are accepted, ready to verify.
enum PublicKey: Sendable {
    case rsa(_RSA.Signing.PublicKey)
    case p256(P256.Signing.PublicKey)
    case p384(P384.Signing.PublicKey)
    case ed25519(Curve25519.Signing.PublicKey)

    /// What this kind of key signs with: the key decides, not the header (A170).
    var algorithms: [JWSAlgorithm] {
        switch self {
        case .rsa: [.rs256, .ps256]
        case .p256: [.es256]
        case .p384: [.es384]
        case .ed25519: [.edDSA]
        }
    }

    /// The key in a certificate, if it is of a kind that is accepted.
    init?(_ certified: Certificate.PublicKey) {
        if let rsa = _RSA.Signing.PublicKey(certified), (2048...8192).contains(rsa.keySizeInBits) {
            self = .rsa(rsa)
        } else if let p256 = P256.Signing.PublicKey(certified) {
            self = .p256(p256)
        } else if let p384 = P384.Signing.PublicKey(certified) {
            self = .p384(p384)
        } else if let ed25519 = Curve25519.Signing.PublicKey(certified),
            Ed25519Point.isSound(Array(ed25519.rawRepresentation))
        {
            self = .ed25519(ed25519)
        } else {
            return nil
        }
    }

    /// Whether both are the same key.
    func isSame(as other: PublicKey) -> Bool {
        switch (self, other) {
        case (.rsa(let left), .rsa(let right)): left.derRepresentation == right.derRepresentation
        case (.p256(let left), .p256(let right)): left.rawRepresentation == right.rawRepresentation
        case (.p384(let left), .p384(let right)): left.rawRepresentation == right.rawRepresentation
        case (.ed25519(let left), .ed25519(let right)): left.rawRepresentation == right.rawRepresentation
        case (.rsa, _), (.p256, _), (.p384, _), (.ed25519, _): false
        }
    }

    /// Whether `signature` is this key's over `signed`. Each algorithm has one form: ECDSA is two numbers side by
    /// side, never DER (RFC 7518 section 3.4, A178).
    func isValid(_ signature: [UInt8], by algorithm: JWSAlgorithm, for signed: ArraySlice<UInt8>) -> Bool {
        switch (self, algorithm) {
        case (.rsa(let key), .rs256), (.rsa(let key), .ps256):
            return key.isValidSignature(
                _RSA.Signing.RSASignature(rawRepresentation: signature), for: SHA256.hash(data: signed),
                padding: algorithm == .ps256 ? .PSS : .insecurePKCS1v1_5)
        case (.p256(let key), .es256):
            guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: SHA256.hash(data: signed))
        case (.p384(let key), .es384):
            guard let signature = try? P384.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: SHA384.hash(data: signed))
        case (.ed25519(let key), .edDSA):
            return key.isValidSignature(signature, for: Array(signed))
        case (.rsa, _), (.p256, _), (.p384, _), (.ed25519, _): return false
        }
    }
}
