import Crypto
import Foundation
import MartletDirectory

/// The key by which push services know this installation (VAPID, RFC 8292): a phone that subscribes names its public
/// part, and the service then takes messages from nobody else.
package struct PushIdentity: Sendable {
    /// The bytes are not a private key of P-256.
    package struct BadKey: Error, Equatable {
        /// The only value there is.
        package init() {}
    }

    /// How long a token of ours is good for; RFC 8292 section 2 allows a day.
    package static let lifetime: Duration = .hours(12)
    /// What the private key is sealed for.
    package static let sealingContext = "push-identity"

    private let key: P256.Signing.PrivateKey

    /// The identity of a private key in DER, as `KeyMaker` makes it.
    package init(privateKey der: [UInt8]) throws(BadKey) {
        guard let key = try? P256.Signing.PrivateKey(derRepresentation: der) else { throw BadKey() }
        self.key = key
    }

    /// The public key as a phone's `applicationServerKey` wants it: the uncompressed point in base64url.
    package var publicKey: String { Base64URL.encode(key.publicKey.x963Representation) }

    /// The value of the `Authorization` header for a message to `audience`, which is scheme, host and port of the push
    /// service; `contact` is an https or mailto address at which its operator finds ours (RFC 8292 sections 2 and 3).
    /// - Throws: only if the library cannot sign, which it always can with a key that it has read.
    package func authorization(audience: String, contact: String?, at: Timestamp) throws -> String {
        var claims: JSONObject = ["aud": .string(audience), "exp": .integer((at + Self.lifetime).seconds)]
        if let contact { claims["sub"] = .string(contact) }
        let header: JSONObject = ["typ": "JWT", "alg": "ES256"]
        let text = Base64URL.encode(header.utf8) + "." + Base64URL.encode(claims.utf8)
        let signature = try key.signature(for: SHA256.hash(data: Array(text.utf8)))
        return "vapid t=\(text).\(Base64URL.encode(signature.rawRepresentation)),k=\(publicKey)"
    }
}
