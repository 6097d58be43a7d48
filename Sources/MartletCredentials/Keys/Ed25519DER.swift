import Crypto

/// The DER form of a private Ed25519 key (RFC 8410 section 7), which the library does not write.
enum Ed25519DER {
    /// PKCS #8 version 0, the algorithm's identifier, and the start of the wrapped key of 32 bytes.
    private static let prefix: [UInt8] = [
        0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
    ]

    /// The bytes do not hold such a key.
    struct BadKey: Error {}

    static func encode(_ key: Curve25519.Signing.PrivateKey) -> [UInt8] {
        prefix + key.rawRepresentation
    }

    static func decode(_ der: [UInt8]) throws -> Curve25519.Signing.PrivateKey {
        guard der.starts(with: prefix), der.count == prefix.count + 32 else { throw BadKey() }
        return try Curve25519.Signing.PrivateKey(rawRepresentation: der.dropFirst(prefix.count))
    }
}
