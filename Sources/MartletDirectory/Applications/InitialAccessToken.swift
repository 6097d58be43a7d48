/// Permission to register apps, made by an administrator and handed to whoever installs them (RFC 7591 section 1.2).
package struct InitialAccessToken: Sendable, Equatable {
    /// Names the permission.
    package var id: ID<InitialAccessToken>
    /// The tenant in which apps may be registered.
    package var tenant: ID<Tenant>
    /// SHA-256 of the token's text, which is shown once and not kept.
    package var hash: [UInt8]
    /// What it is for, in the administrator's words.
    package var name: String
    /// How many more apps may be registered with it.
    package var usesLeft: Int
    /// Who made it: a name, or a word for the operator.
    package var createdBy: String
    /// When it was made.
    package var createdAt: Timestamp
    /// When it stops working.
    package var expiresAt: Timestamp

    /// A permission with every field given.
    package init(
        id: ID<InitialAccessToken>, tenant: ID<Tenant>, hash: [UInt8], name: String, usesLeft: Int, createdBy: String,
        createdAt: Timestamp, expiresAt: Timestamp
    ) {
        self.id = id
        self.tenant = tenant
        self.hash = hash
        self.name = name
        self.usesLeft = usesLeft
        self.createdBy = createdBy
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }
}
