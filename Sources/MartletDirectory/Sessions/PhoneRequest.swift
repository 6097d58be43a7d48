/// A sign-in that waits for somebody's phone to say yes.
package struct PhoneRequest: Sendable, Equatable {
    /// What became of it.
    package enum State: String, Sendable, CaseIterable {
        /// Nobody has answered.
        case pending
        /// The number was typed on a phone of the person.
        case approved
        /// The sign-in has gone on with it, since it counts once; or every sign-in was ended before it did.
        case spent
        /// The person said no, or typed another number too often.
        case denied
        /// The person said that it was not them.
        case reported
    }

    /// Its identifier.
    package var id: ID<PhoneRequest>
    /// Whose sign-in it is.
    package var user: ID<User>
    /// The tenant of the user.
    package var tenant: ID<Tenant>
    /// The sign-in that waits, by the digest of its handle; no other goes on with the answer (A053).
    package var handleHash: [UInt8]
    /// The number that the sign-in page shows, 10…99; no phone is ever told it (A051).
    package var number: Int
    /// The app's identifier, or the word for a page of Martlet's own.
    package var client: String
    /// The app's name; empty for a page of Martlet's own.
    package var applicationName: String
    /// Where the browser is.
    package var origin: Origin
    /// Whether the phone's PIN is wanted with the number, so that its yes stands alone (PH-1).
    package var isAlone: Bool
    /// Whether something was proven before it was asked, the password as a rule; else nothing but a name is behind it.
    package var followsProof: Bool
    /// When it was asked.
    package var createdAt: Timestamp
    /// Until when it can be answered.
    package var expiresAt: Timestamp
    /// What became of it.
    package var state: State
    /// How often another number was typed.
    package var wrongTries: Int
    /// The phone that answered.
    package var phone: ID<TOTPMethod>?
    /// When it answered.
    package var answeredAt: Timestamp?
    /// When the phones were told.
    package var notifiedAt: Timestamp?

    /// A request that nobody has answered.
    package init(
        id: ID<PhoneRequest>, user: ID<User>, tenant: ID<Tenant>, handleHash: [UInt8], number: Int, client: String,
        applicationName: String, origin: Origin, isAlone: Bool = false, followsProof: Bool = true,
        createdAt: Timestamp, expiresAt: Timestamp
    ) {
        self.id = id
        self.user = user
        self.tenant = tenant
        self.handleHash = handleHash
        self.number = number
        self.client = client
        self.applicationName = applicationName
        self.origin = origin
        self.isAlone = isAlone
        self.followsProof = followsProof
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        state = .pending
        wrongTries = 0
        phone = nil
        answeredAt = nil
        notifiedAt = nil
    }
}
