import Crypto
import MartletDirectory

extension PushSubscription {
    /// The longest address of a push service, in bytes.
    package static let longestEndpoint = 1024

    /// Reads what a phone sends; `nil` unless the address is https and printable, the key a point of P-256 in its
    /// uncompressed form, and the secret 16 bytes (RFC 8291 section 3.1).
    ///
    /// Whether the address may be reached is judged by the rules of the way out, at each message.
    package init?(endpoint: String, publicKey: String, secret: String) {
        guard endpoint.hasPrefix("https://"), endpoint.utf8.count <= Self.longestEndpoint,
            endpoint.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }),
            publicKey.utf8.count <= 128, secret.utf8.count <= 64,
            let point = Base64URL.decode(publicKey), point.count == 65,
            (try? P256.KeyAgreement.PublicKey(x963Representation: point)) != nil,
            let secret = Base64URL.decode(secret), secret.count == 16
        else { return nil }
        self.init(endpoint: endpoint, publicKey: point, secret: secret)
    }
}
