/// A line of the block list: while it is in force, no second factor of the person counts (PN-14).
package struct MFABlock: Sendable, Equatable {
    /// What put the person there.
    package enum Cause: String, Sendable, Codable, CaseIterable {
        /// Somebody who looks after people's methods.
        case administrator
        /// The person's own word that a sign-in was not theirs (PN-11).
        case report
    }

    /// How long a block lasts unless somebody lifts it (PN-14).
    package static let lasts: Duration = .days(90)
    /// The most characters of a reason, for a block and for lifting it.
    package static let reasonLimit = 200

    /// Whose second factors do not count.
    package var user: ID<User>
    /// The tenant of the user.
    package var tenant: ID<Tenant>
    /// Why, in the words of whoever blocked; empty where a report did.
    package var reason: String
    /// What put the person there.
    package var cause: Cause
    /// Since when.
    package var blockedAt: Timestamp
    /// When it ends by itself.
    package var endsAt: Timestamp

    /// A block with every field given.
    package init(
        user: ID<User>, tenant: ID<Tenant>, reason: String, cause: Cause, blockedAt: Timestamp, endsAt: Timestamp
    ) {
        self.user = user
        self.tenant = tenant
        self.reason = reason
        self.cause = cause
        self.blockedAt = blockedAt
        self.endsAt = endsAt
    }

    /// A block that begins at `at`.
    package init(of user: User, reason: String, cause: Cause, at: Timestamp) {
        self.init(
            user: user.id, tenant: user.tenant, reason: reason, cause: cause, blockedAt: at, endsAt: at + Self.lasts)
    }

    /// Whether it still counts at `at`.
    package func isInForce(at: Timestamp) -> Bool { endsAt > at }
}
