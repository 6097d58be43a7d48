import Crypto
import CryptoExtras
import Foundation

/// The public key of a passkey, in the COSE form of WebAuthn Level 3 section 6.5.1.1: the parameters that its kind needs,
/// and no others (A065).
package struct COSEKey: Sendable {
    /// The algorithms that are asked for and accepted, by their COSE numbers; the best first.
    package enum Algorithm: Int64, Sendable, CaseIterable {
        /// ECDSA on P-256 with SHA-256.
        case es256 = -7
        /// EdDSA; on Ed25519 alone.
        case edDSA = -8
        /// RSASSA-PKCS1-v1_5 with SHA-256, which authenticators of Windows sign with.
        case rs256 = -257
    }

    /// The longest key that is looked at: RSA of 8192 bits.
    static let longest = 1100

    /// What the key signs with.
    package let algorithm: Algorithm
    /// The key as it was registered, to be stored.
    package let encoded: [UInt8]

    private let key: PublicKey

    /// Reads a key.
    /// - Throws: `WebAuthnRefusal.malformed`, `.unknownAlgorithm`, `.unsoundKey`.
    package init(encoded: [UInt8]) throws(WebAuthnRefusal) {
        guard encoded.count <= Self.longest else { throw .malformed }
        guard let value = try? CBORReader.value(encoded), case .map(let map) = value else { throw .malformed }
        guard let number = map.integer(3) else { throw .malformed }
        guard let algorithm = Algorithm(rawValue: number) else { throw .unknownAlgorithm }
        self.algorithm = algorithm
        self.encoded = encoded
        switch algorithm {
        case .es256: key = try Self.p256(map)
        case .edDSA: key = try Self.ed25519(map)
        case .rs256: key = try Self.rsa(map)
        }
    }

    /// Whether `signature` is this key's over `signed`.
    func isValid(_ signature: [UInt8], for signed: [UInt8]) -> Bool {
        Self.isValid(signature, by: key, algorithm, for: signed)
    }

    /// Whether it is the same key as `other`.
    func isSame(as other: PublicKey) -> Bool { key.isSame(as: other) }

    /// The point of a key on P-256 without compression, as U2F writes it; `nil` for a key of another kind.
    var point: [UInt8]? {
        guard case .p256(let key) = key else { return nil }
        return Array(key.x963Representation)
    }

    /// Whether `signature` is the key's over `signed`; the key must be one of the algorithm's kind.
    static func isValid(_ signature: [UInt8], by key: PublicKey, _ algorithm: Algorithm, for signed: [UInt8]) -> Bool {
        switch (algorithm, key) {
        case (.es256, .p256):
            guard let raw = ECDSASignatureDER.raw(signature, width: 32) else { return false }
            return key.isValid(raw, by: .es256, for: signed[...])
        case (.edDSA, .ed25519): return signature.count == 64 && key.isValid(signature, by: .edDSA, for: signed[...])
        case (.rs256, .rsa(let rsa)):
            return signature.count == (rsa.keySizeInBits + 7) / 8
                && key.isValid(signature, by: .rs256, for: signed[...])
        default: return false
        }
    }

    private static func p256(_ map: CBORMap) throws(WebAuthnRefusal) -> PublicKey {
        guard map.members.count == 5, map.integer(1) == 2, map.integer(-1) == 1, let x = map.bytes(-2),
            let y = map.bytes(-3), x.count == 32, y.count == 32
        else { throw .unsoundKey }
        // The library refuses what is no point of the curve.
        guard let key = try? P256.Signing.PublicKey(rawRepresentation: x + y) else { throw .unsoundKey }
        return .p256(key)
    }

    private static func ed25519(_ map: CBORMap) throws(WebAuthnRefusal) -> PublicKey {
        guard map.members.count == 4, map.integer(1) == 1, map.integer(-1) == 6, let point = map.bytes(-2),
            Ed25519Point.isSound(point), let key = try? Curve25519.Signing.PublicKey(rawRepresentation: point)
        else { throw .unsoundKey }
        return .ed25519(key)
    }

    private static func rsa(_ map: CBORMap) throws(WebAuthnRefusal) -> PublicKey {
        guard map.members.count == 4, map.integer(1) == 3, let modulus = map.bytes(-1), let exponent = map.bytes(-2),
            modulus.first != 0, exponent.first != 0
        else { throw .unsoundKey }
        let bits = modulus.count * 8 - (modulus.first?.leadingZeroBitCount ?? 8)
        let value = exponent.count <= 5 ? exponent.reduce(into: UInt64(0)) { $0 = $0 << 8 | UInt64($1) } : .max
        guard (2048...8192).contains(bits), modulus.last?.isMultiple(of: 2) == false, value >= 3, value <= 1 << 32,
            !value.isMultiple(of: 2), let key = try? _RSA.Signing.PublicKey(n: modulus, e: exponent)
        else { throw .unsoundKey }
        return .rsa(key)
    }
}
