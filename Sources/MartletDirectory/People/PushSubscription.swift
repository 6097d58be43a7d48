/// Where and how a phone takes push messages (the Push API of the W3C; RFC 8030, RFC 8291).
package struct PushSubscription: Sendable, Equatable {
    /// The address at the push service, which messages are posted to.
    package let endpoint: String
    /// The phone's public key for messages: an uncompressed point of P-256, 65 bytes (`p256dh`).
    package let publicKey: [UInt8]
    /// The secret that phone and sender share, 16 bytes (`auth`).
    package let secret: [UInt8]

    /// Trusts what it is given; for what comes from the store.
    package init(endpoint: String, publicKey: [UInt8], secret: [UInt8]) {
        self.endpoint = endpoint
        self.publicKey = publicKey
        self.secret = secret
    }
}
