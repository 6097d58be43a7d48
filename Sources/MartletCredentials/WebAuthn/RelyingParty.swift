import Crypto

/// Who passkeys are made for: the host of the public address, and the one origin whose pages may ask for them.
package struct RelyingParty: Sendable, Equatable {
    /// The host, which a passkey is bound to for ever.
    package let id: String
    /// Scheme, host and port of the pages, as a browser writes an origin.
    package let origin: String

    /// A relying party with both given.
    package init(id: String, origin: String) {
        self.id = id
        self.origin = origin
    }

    /// SHA-256 of the id, as authenticators sign it.
    var idHash: [UInt8] { Array(SHA256.hash(data: Array(id.utf8))) }
}
