/// A device that waits for a person to let it in from a browser (RFC 8628): good for one exchange within 15 minutes.
package struct DeviceCode: Sendable, Equatable {
    /// How far it has come.
    package enum Status: String, Sendable, Codable, CaseIterable { case pending, approved, denied }

    /// SHA-256 of the code that the device polls with.
    package var hash: [UInt8]
    /// Keyed digest of the code that the person types; so short a code must not be found by trying (A192).
    package var userCodeHash: [UInt8]
    /// The tenant that issued it.
    package var tenant: ID<Tenant>
    /// The app on the device.
    package var application: ID<Application>
    /// The scopes that were asked for, in canonical form; nothing more is ever granted (A189).
    package var scopes: ScopeSet
    /// What was asked for beyond the scopes.
    package var details: GrantDetails
    /// Where the device is; the person is shown it (A191).
    package var origin: Origin
    /// How far it has come.
    package var status: Status
    /// Who answered.
    package var user: ID<User>?
    /// The session in which it was approved.
    package var session: ID<Session>?
    /// What was proven there.
    package var proofs: [Proof]
    /// Whether a remembered browser stood in for the second factor.
    package var usedRememberedBrowser: Bool
    /// Names the sign-in in the log, both halves of it.
    package var correlationID: String
    /// Seconds that the device must wait between two questions.
    package var intervalSeconds: Int
    /// When it last asked.
    package var polledAt: Timestamp?
    /// When it was issued.
    package var createdAt: Timestamp
    /// When it is dead.
    package var expiresAt: Timestamp
    /// When it was exchanged, once.
    package var spentAt: Timestamp?

    /// A code that nobody has answered yet.
    package init(
        hash: [UInt8], userCodeHash: [UInt8], tenant: ID<Tenant>, application: ID<Application>, scopes: ScopeSet,
        details: GrantDetails = GrantDetails(), origin: Origin, correlationID: String, intervalSeconds: Int,
        createdAt: Timestamp, expiresAt: Timestamp
    ) {
        self.hash = hash
        self.userCodeHash = userCodeHash
        self.tenant = tenant
        self.application = application
        self.scopes = scopes
        self.details = details
        self.origin = origin
        status = .pending
        proofs = []
        usedRememberedBrowser = false
        self.correlationID = correlationID
        self.intervalSeconds = intervalSeconds
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }

    /// Whether a person can still answer it.
    package func isOpen(at point: Timestamp) -> Bool {
        status == .pending && spentAt == nil && expiresAt > point && !createdAt.isAhead(of: point)
    }
}
