/// A phone that is being registered: begun on a page, joined by a phone, proven by a number, and then made a method by
/// the page on which it began. Until that last step nothing of it counts.
package struct PhoneEnrolment: Sendable, Equatable {
    /// How far it has come.
    package enum State: String, Sendable, CaseIterable {
        /// The code is shown and nobody has used it.
        case waiting
        /// A phone has come with the code; the number is shown.
        case joined
        /// The phone has answered with the number (PN-1).
        case proven
        /// It answered wrong too often.
        case failed
    }

    /// Its identifier, which is the phone's later.
    package var id: ID<TOTPMethod>
    /// Who registers a phone.
    package var user: ID<User>
    /// The tenant of the user.
    package var tenant: ID<Tenant>
    /// A digest of the sign-in or the session on whose page it began; nobody else finishes it.
    package var ownerHash: [UInt8]
    /// A keyed digest of the code.
    package var codeHash: [UInt8]
    /// How far it has come.
    package var state: State
    /// What the phone calls itself; empty before one has come.
    package var name: String
    /// The phone's key; empty before one has come.
    package var publicKey: [UInt8]
    /// Where the phone takes messages.
    package var subscription: PushSubscription?
    /// The number that the page shows once a phone has come, 10…99.
    package var number: Int
    /// How often another was typed.
    package var wrongTries: Int
    /// When it began.
    package var createdAt: Timestamp
    /// When it is over.
    package var expiresAt: Timestamp

    /// An enrolment at its beginning.
    package init(
        id: ID<TOTPMethod>, user: ID<User>, tenant: ID<Tenant>, ownerHash: [UInt8], codeHash: [UInt8], number: Int,
        createdAt: Timestamp, expiresAt: Timestamp
    ) {
        self.id = id
        self.user = user
        self.tenant = tenant
        self.ownerHash = ownerHash
        self.codeHash = codeHash
        self.number = number
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        state = .waiting
        name = ""
        publicKey = []
        subscription = nil
        wrongTries = 0
    }
}
