/// The stored proof of a user's password.
package struct Password: Sendable, Equatable {
    /// Whose it is.
    package var user: ID<User>
    /// The tenant of the user.
    package var tenant: ID<Tenant>
    /// Argon2id in PHC string form, parameters included (N-H06).
    package var hash: String
    /// When it was set.
    package var changedAt: Timestamp
    /// Whether it is a temporary one that must be replaced at the next sign-in.
    package var mustChange: Bool
    /// When a temporary password stops working; `nil` for one that the user chose (passwords do not expire, PP-19).
    package var expiresAt: Timestamp?

    /// A password record with every field given.
    package init(
        user: ID<User>, tenant: ID<Tenant>, hash: String, changedAt: Timestamp, mustChange: Bool = false,
        expiresAt: Timestamp? = nil
    ) {
        self.user = user
        self.tenant = tenant
        self.hash = hash
        self.changedAt = changedAt
        self.mustChange = mustChange
        self.expiresAt = expiresAt
    }
}
