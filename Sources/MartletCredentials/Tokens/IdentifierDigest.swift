import Crypto

/// What is kept of an identifier that counts once (`jti`): its SHA-256, however long it is.
package enum IdentifierDigest {
    /// The 32 bytes for `identifier`.
    package static func of(_ identifier: String) -> [UInt8] { Array(SHA256.hash(data: Array(identifier.utf8))) }
}
