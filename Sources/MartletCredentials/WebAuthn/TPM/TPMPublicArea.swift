import Crypto
import CryptoExtras

/// The public part of a key in a TPM (`TPMT_PUBLIC`), if it is one that a passkey may have.
package struct TPMPublicArea: Sendable {
    /// Numbers of algorithms (TPM 2.0 Library, part 2, section 6.3).
    private enum Algorithm {
        static let rsa: UInt16 = 0x0001
        static let sha256: UInt16 = 0x000b
        static let sha384: UInt16 = 0x000c
        static let sha512: UInt16 = 0x000d
        static let null: UInt16 = 0x0010
        static let rsaSSA: UInt16 = 0x0014
        static let ecdsa: UInt16 = 0x0018
        static let ecc: UInt16 = 0x0023
    }

    private static let p256: UInt16 = 0x0003
    /// The attribute of an object that it signs.
    private static let signs: UInt32 = 1 << 18
    /// The attributes of an object that never was and never will be outside the chip: `fixedTPM`, `fixedParent` and
    /// `sensitiveDataOrigin` (part 2, section 8.3).
    private static let madeInChip: UInt32 = 1 << 1 | 1 << 4 | 1 << 5

    /// The key.
    private let key: PublicKey
    /// Whether the chip made it and lets nobody take it out; a key that was brought in may be anywhere else as well.
    package let isMadeInChip: Bool
    /// The name by which the TPM calls it: the number of a digest, and the digest of everything here (part 1, section 16).
    let objectName: [UInt8]

    /// Reads the structure to its last byte.
    /// - Throws: `WebAuthnRefusal.wrongAttestation`, also for a key that signs otherwise than a passkey does.
    package init(_ bytes: [UInt8]) throws(WebAuthnRefusal) {
        var reader = try TPMReader(bytes)
        let kind = try reader.short()
        objectName = try Self.name(of: bytes, by: try reader.short())
        let attributes = try reader.long()
        guard attributes & Self.signs != 0 else { throw .wrongAttestation }
        isMadeInChip = attributes & Self.madeInChip == Self.madeInChip
        // The policy of who may use the key.
        _ = try reader.sized()
        guard try reader.short() == Algorithm.null else { throw .wrongAttestation }
        switch kind {
        case Algorithm.rsa: key = try Self.rsa(&reader)
        case Algorithm.ecc: key = try Self.p256(&reader)
        default: throw .wrongAttestation
        }
        guard reader.isAtEnd else { throw .wrongAttestation }
    }

    /// Whether it is of this key.
    package func isOf(_ passkey: COSEKey) -> Bool { passkey.isSame(as: key) }

    private static func rsa(_ reader: inout TPMReader) throws(WebAuthnRefusal) -> PublicKey {
        try scheme(Algorithm.rsaSSA, &reader)
        let bits = try reader.short()
        let exponent = try reader.long()
        let modulus = try reader.sized()
        // No exponent stands for the usual one.
        let value = exponent == 0 ? 65537 : exponent
        let digits = (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }.drop { $0 == 0 }
        guard (2048...8192).contains(bits), modulus.count == Int(bits) / 8,
            let key = try? _RSA.Signing.PublicKey(n: modulus, e: Array(digits))
        else { throw .wrongAttestation }
        return .rsa(key)
    }

    private static func p256(_ reader: inout TPMReader) throws(WebAuthnRefusal) -> PublicKey {
        try scheme(Algorithm.ecdsa, &reader)
        guard try reader.short() == p256, try reader.short() == Algorithm.null else { throw .wrongAttestation }
        let x = try coordinate(&reader)
        let y = try coordinate(&reader)
        guard let key = try? P256.Signing.PublicKey(rawRepresentation: x + y) else { throw .wrongAttestation }
        return .p256(key)
    }

    /// Any way of signing, or the one that is wanted, with SHA-256.
    private static func scheme(_ wanted: UInt16, _ reader: inout TPMReader) throws(WebAuthnRefusal) {
        let scheme = try reader.short()
        guard scheme != Algorithm.null else { return }
        guard scheme == wanted, try reader.short() == Algorithm.sha256 else { throw .wrongAttestation }
    }

    /// 32 bytes; a TPM may leave zeros in front out.
    private static func coordinate(_ reader: inout TPMReader) throws(WebAuthnRefusal) -> [UInt8] {
        let digits = try reader.sized()
        guard (1...32).contains(digits.count) else { throw .wrongAttestation }
        return [UInt8](repeating: 0, count: 32 - digits.count) + digits
    }

    private static func name(of area: [UInt8], by digest: UInt16) throws(WebAuthnRefusal) -> [UInt8] {
        let number = [UInt8(digest >> 8), UInt8(digest & 0xff)]
        switch digest {
        case Algorithm.sha256: return number + SHA256.hash(data: area)
        case Algorithm.sha384: return number + SHA384.hash(data: area)
        case Algorithm.sha512: return number + SHA512.hash(data: area)
        default: throw .wrongAttestation
        }
    }
}
