/// A phone, or any other device, with Martlet Authenticator.
///
/// It is an authenticator app like others, with the same identifier, and has besides a key of its own, by which it says
/// yes or no to a sign-in. When the app's record goes, the phone goes with it.
package struct Phone: Sendable, Equatable {
    /// The identifier of its authenticator app.
    package var id: ID<TOTPMethod>
    /// Whose it is.
    package var user: ID<User>
    /// The tenant of the user.
    package var tenant: ID<Tenant>
    /// The name that the person gave it.
    package var name: String
    /// What its answers are checked with: a point of P-256, 65 bytes.
    package var publicKey: [UInt8]
    /// Where it takes messages; `nil` for a phone that only asks.
    package var subscription: PushSubscription?
    /// An address that the person gave besides, of ntfy or UnifiedPush, and that no browser vouches for: it takes messages
    /// without any content. `nil` where none was given.
    package var messageAddress: String?
    /// The request of which that address was told last, so that it is not told twice while other places are tried again.
    package var messageRequest: ID<PhoneRequest>?
    /// A keyed digest of the PIN with which the phone signs its person in without a password; empty for a phone that does
    /// not (PH-1).
    package var pinHash: [UInt8]
    /// When it was registered.
    package var createdAt: Timestamp
    /// When it was last heard of, to about a minute.
    package var lastSeenAt: Timestamp

    /// A phone with every field given.
    package init(
        id: ID<TOTPMethod>, user: ID<User>, tenant: ID<Tenant>, name: String, publicKey: [UInt8],
        subscription: PushSubscription?, messageAddress: String? = nil,
        messageRequest: ID<PhoneRequest>? = nil, pinHash: [UInt8] = [], createdAt: Timestamp,
        lastSeenAt: Timestamp
    ) {
        self.id = id
        self.user = user
        self.tenant = tenant
        self.name = name
        self.publicKey = publicKey
        self.subscription = subscription
        self.messageAddress = messageAddress
        self.messageRequest = messageRequest
        self.pinHash = pinHash
        self.createdAt = createdAt
        self.lastSeenAt = lastSeenAt
    }

    /// Whether it signs its person in without a password.
    package var hasPIN: Bool { !pinHash.isEmpty }
}
