/// One of a user's ten one-time recovery codes.
package struct RecoveryCode: Sendable, Equatable {
    /// Whose it is.
    package var user: ID<User>
    /// The tenant of the user.
    package var tenant: ID<Tenant>
    /// A keyed hash of the code; the key is not in the store.
    package var hash: [UInt8]
    /// When the set was made; making a new set removes the old one.
    package var createdAt: Timestamp
    /// When it was used, once.
    package var spentAt: Timestamp?

    /// A code with every field given.
    package init(
        user: ID<User>, tenant: ID<Tenant>, hash: [UInt8], createdAt: Timestamp, spentAt: Timestamp? = nil
    ) {
        self.user = user
        self.tenant = tenant
        self.hash = hash
        self.createdAt = createdAt
        self.spentAt = spentAt
    }
}
