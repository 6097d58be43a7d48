/// One refresh token of a family: good for one rotation (A158).
package struct RefreshToken: Sendable, Equatable {
    /// SHA-256 of the token.
    package var hash: [UInt8]
    /// The family it belongs to.
    package var family: ID<RefreshFamily>
    /// The tenant that issued it.
    package var tenant: ID<Tenant>
    /// When it was issued.
    package var createdAt: Timestamp
    /// When it is dead unless used before.
    package var expiresAt: Timestamp
    /// When it was rotated, once.
    package var spentAt: Timestamp?

    /// A token with every field given.
    package init(
        hash: [UInt8], family: ID<RefreshFamily>, tenant: ID<Tenant>, createdAt: Timestamp, expiresAt: Timestamp,
        spentAt: Timestamp? = nil
    ) {
        self.hash = hash
        self.family = family
        self.tenant = tenant
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.spentAt = spentAt
    }
}
