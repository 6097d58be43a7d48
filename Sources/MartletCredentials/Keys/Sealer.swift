import Crypto

/// Keeps secrets at rest under the installation's key, which is never in the database (A049).
///
/// What is sealed is bound to a context, such as the kind and id of the row that holds it: a value moved to another row
/// does not open. The form is a version byte, the nonce, the ciphertext and the tag of AES-256-GCM.
package struct Sealer: Sendable {
    /// Why a secret could not be opened or a key not be used.
    package enum SealError: Error, Equatable {
        /// The key is not 32 bytes.
        case badKey
        /// Not something that was sealed under this key for this context; which of them, nobody learns.
        case notOpened
    }

    /// Bytes in the installation's key.
    package static let keyLength = 32
    /// Random bytes that sealing takes.
    package static let nonceLength = 12

    private static let version: UInt8 = 1
    private let sealingKey: SymmetricKey
    private let macKey: SymmetricKey

    /// A sealer over the installation's key of 32 bytes. Each use has a key of its own derived from it (RFC 5869).
    package init(key: [UInt8]) throws(SealError) {
        guard key.count == Self.keyLength else { throw .badKey }
        let master = SymmetricKey(data: key)
        sealingKey = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: master, info: Array("martlet seal 1".utf8), outputByteCount: 32)
        macKey = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: master, info: Array("martlet mac 1".utf8), outputByteCount: 32)
    }

    /// Seals `bytes` for `context` with a fresh random `nonce` of 12 bytes, which must never be used twice.
    package func seal(_ bytes: [UInt8], context: String, nonce: [UInt8]) -> [UInt8] {
        precondition(nonce.count == Self.nonceLength, "a nonce is 12 random bytes")
        do {
            let box = try AES.GCM.seal(
                bytes, using: sealingKey, nonce: AES.GCM.Nonce(data: nonce), authenticating: Array(context.utf8))
            return [Self.version] + nonce + box.ciphertext + box.tag
        } catch {
            preconditionFailure("AES-GCM takes any message under a 32 byte key and a 12 byte nonce")
        }
    }

    /// The bytes that were sealed for `context`.
    package func open(_ sealed: [UInt8], context: String) throws(SealError) -> [UInt8] {
        guard sealed.first == Self.version, sealed.count >= 1 + Self.nonceLength + 16 else { throw .notOpened }
        do {
            let box = try AES.GCM.SealedBox(combined: sealed.dropFirst())
            return Array(try AES.GCM.open(box, using: sealingKey, authenticating: Array(context.utf8)))
        } catch {
            throw .notOpened
        }
    }

    /// A keyed digest (HMAC-SHA256) of `bytes` for `context`: the same input always gives the same 32 bytes, which are
    /// worth nothing to who has only the database.
    package func mac(_ bytes: [UInt8], context: String) -> [UInt8] {
        // The length in front keeps a context and its message from being split at another place.
        let prefix = Array(context.utf8)
        let length = (0..<4).map { UInt8(truncatingIfNeeded: prefix.count >> (24 - 8 * $0)) }
        return Array(HMAC<SHA256>.authenticationCode(for: length + prefix + bytes, using: macKey))
    }
}
