/// The failures counted against one account at one kind of place (SL-1…SL-8).
package struct LockoutCounter: Sendable, Equatable {
    /// Which failures it counts; the kinds never share a budget (SL-5).
    package enum Kind: String, Sendable, Codable, CaseIterable {
        case familiar, unfamiliar, secondFactor
        /// The codes of devices that a person or an address typed (A192).
        case deviceCode
        /// The names that one address asked about, whosever they are (A079).
        case namesFromAddress
        /// The regulars of an address that failed there past its budget of names (A079).
        case regularsOfAddress
        /// The names on which one wrong password was tried; the subject is a bucket of passwords (A079).
        case passwordOverNames
    }

    /// The tenant in which the name was tried.
    package var tenant: ID<Tenant>
    /// The user's id, or a digest of the canonical name that belongs to nobody (A076).
    package var subject: String
    /// Which failures it counts.
    package var kind: Kind
    /// Failures since the last success.
    package var failures: Int
    /// How many times it has locked in a row; the lock doubles with each (SL-3).
    package var lockCount: Int
    /// Until when everything is refused.
    package var lockedUntil: Timestamp?
    /// When the last failure was.
    package var lastFailureAt: Timestamp
    /// Keyed digests of the last three wrong passwords; a repeat of one does not count (SL-4). Of `passwordOverNames` that
    /// of the password, followed by those of the names.
    package var recentWrong: [[UInt8]]

    /// A counter with every field given.
    package init(
        tenant: ID<Tenant>, subject: String, kind: Kind, failures: Int = 0, lockCount: Int = 0,
        lockedUntil: Timestamp? = nil, lastFailureAt: Timestamp, recentWrong: [[UInt8]] = []
    ) {
        self.tenant = tenant
        self.subject = subject
        self.kind = kind
        self.failures = failures
        self.lockCount = lockCount
        self.lockedUntil = lockedUntil
        self.lastFailureAt = lastFailureAt
        self.recentWrong = recentWrong
    }
}
