import Crypto
import Foundation
import MartletDirectory

/// Encrypts a push message so that only the phone can read it (RFC 8291, in the `aes128gcm` coding of RFC 8188): one
/// record, under a key that exists for this message alone.
package enum PushEncryption {
    /// A message cannot be encrypted for a subscription.
    package enum Failure: Error, Equatable {
        /// The text and its padding do not fit into one record.
        case tooLong
        /// The subscription's key or secret is not what RFC 8291 wants.
        case badSubscription
    }

    /// The size of a record (RFC 8188 section 2.1); push services take no longer body than this (RFC 8030 section 7.2).
    package static let recordSize = 4096
    /// Random bytes of salt in a message.
    package static let saltLength = 16
    /// Random bytes that a key for one message is made of.
    package static let keyLength = 32
    /// The most bytes of text and padding that a message carries: the record without header, delimiter and tag.
    package static let longestText = recordSize - saltLength - 4 - 1 - 65 - 1 - 16

    /// The body that is posted.
    ///
    /// `privateKey` are 32 random bytes of their own for each message, `salt` 16; `padding` zeros hide how long the text
    /// is. `nil` where the 32 bytes are no private key, which is so for one in 2^32: draw again.
    /// - Throws: `Failure`.
    package static func encrypt(
        _ text: [UInt8], for subscription: PushSubscription, privateKey: [UInt8], salt: [UInt8], padding: Int = 0
    ) throws(Failure) -> [UInt8]? {
        precondition(salt.count == saltLength && privateKey.count == keyLength, "16 and 32 random bytes")
        guard padding >= 0, text.count + padding <= longestText else { throw .tooLong }
        guard let own = try? P256.KeyAgreement.PrivateKey(rawRepresentation: privateKey) else { return nil }
        guard subscription.secret.count == 16,
            let theirs = try? P256.KeyAgreement.PublicKey(x963Representation: subscription.publicKey),
            let shared = try? own.sharedSecretFromKeyAgreement(with: theirs)
        else { throw .badSubscription }
        let sender = Array(own.publicKey.x963Representation)
        // RFC 8291 section 3.4: both public keys and the phone's secret go into the key.
        let material = shared.hkdfDerivedSymmetricKey(
            using: SHA256.self, salt: subscription.secret,
            sharedInfo: info("WebPush: info") + subscription.publicKey + sender, outputByteCount: 32)
        let key = derive(material, salt: salt, "Content-Encoding: aes128gcm", count: 16)
        let nonce = derive(material, salt: salt, "Content-Encoding: nonce", count: 12)
        // The delimiter of the last record (RFC 8188 section 2), then the padding.
        let record = text + [2] + [UInt8](repeating: 0, count: padding)
        guard let nonce = try? AES.GCM.Nonce(data: nonce.withUnsafeBytes { Array($0) }),
            let box = try? AES.GCM.seal(record, using: key, nonce: nonce)
        else { throw .badSubscription }
        let size = (0..<4).map { UInt8(truncatingIfNeeded: recordSize >> (24 - 8 * $0)) }
        return salt + size + [UInt8(sender.count)] + sender + box.ciphertext + box.tag
    }

    private static func derive(
        _ material: SymmetricKey, salt: [UInt8], _ label: String, count: Int
    ) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: material, salt: salt, info: info(label), outputByteCount: count)
    }

    /// A label and the zero byte that ends it.
    private static func info(_ label: String) -> [UInt8] { Array(label.utf8) + [0] }
}
