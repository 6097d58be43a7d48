/// A browser, network or place from which a user has fully signed in before (SL-6, SD-38).
package struct Familiarity: Sendable, Equatable {
    /// What is known.
    package enum Kind: String, Sendable, Codable, CaseIterable {
        /// A browser, by the digest of its long-lived cookie.
        case browser
        /// A network: /24 of IPv4, /48 of IPv6; familiar to the lockout.
        case network
        /// A place: the country where one is known, else /16 of IPv4 or /32 of IPv6; SD-38 (c).
        case place
        /// Where a password alone let the user in, by the keyed digest of the one address (/64 of IPv6): a mail proxy, an
        /// app that binds to the directory. Makes nothing else familiar: whoever reaches a box is not the user.
        case box
    }

    /// Whose it is.
    package var user: ID<User>
    /// The tenant of the user.
    package var tenant: ID<Tenant>
    /// What is known.
    package var kind: Kind
    /// The digest, network or place in text form.
    package var key: String
    /// When it was first seen.
    package var firstSeenAt: Timestamp
    /// When it was last seen.
    package var lastSeenAt: Timestamp
    /// Until when this browser carries the second factor for an ordinary user (SL-3); only for browsers.
    package var remembersMFAUntil: Timestamp?

    /// A familiarity with every field given.
    package init(
        user: ID<User>, tenant: ID<Tenant>, kind: Kind, key: String, firstSeenAt: Timestamp, lastSeenAt: Timestamp,
        remembersMFAUntil: Timestamp? = nil
    ) {
        self.user = user
        self.tenant = tenant
        self.kind = kind
        self.key = key
        self.firstSeenAt = firstSeenAt
        self.lastSeenAt = lastSeenAt
        self.remembersMFAUntil = remembersMFAUntil
    }
}
