import Crypto
import MartletDirectory

/// The public key of a phone: ECDSA on P-256, whose private part the phone's browser never gives away.
package struct PhoneKey: Sendable, Equatable {
    /// The key as an uncompressed point, 65 bytes: its one form.
    package let bytes: [UInt8]

    /// Reads a key; `nil` unless it is a point of the curve in its uncompressed form.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count == 65, (try? P256.Signing.PublicKey(x963Representation: bytes)) != nil else { return nil }
        self.bytes = bytes
    }

    /// Whether `signature`, two numbers of 32 bytes side by side as WebCrypto writes them, is this key's over the message.
    package func signed(_ message: PhoneMessage, _ signature: [UInt8]) -> Bool {
        guard let key = try? P256.Signing.PublicKey(x963Representation: bytes),
            let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature)
        else { return false }
        return key.isValidSignature(signature, for: SHA256.hash(data: Array(message.text.utf8)))
    }
}
