/// A signed-in browser: what was proven in it, and until when it counts.
package struct Session: Sendable, Equatable {
    /// Why a session ended before its time.
    package enum EndReason: String, Sendable, Codable, CaseIterable {
        case signedOut, endedByUser, revokedByAdministrator, passwordChanged, methodsChanged, accountDisabled,
            accountDeleted, securityDefaultsEnabled, superseded, rolesChanged, storeRestored, reported
    }

    /// The public handle; never the cookie's secret (A114).
    package var id: ID<Session>
    /// The tenant of the user.
    package var tenant: ID<Tenant>
    /// Who is signed in.
    package var user: ID<User>
    /// SHA-256 of the cookie's secret.
    package var secretHash: [UInt8]
    /// SHA-256 of the browser cookie's secret, which outlives sessions.
    package var browserHash: [UInt8]
    /// What was proven in this session, in order.
    package var proofs: [Proof]
    /// Whether a remembered browser stood in for the second factor (SD-38 a); never for administrators (D6).
    package var usedRememberedBrowser: Bool
    /// Whether the session survives closing the browser ("keep me signed in", SL-2).
    package var isPersistent: Bool
    /// Where it was opened.
    package var origin: Origin
    /// When it was opened.
    package var createdAt: Timestamp
    /// When it was last used; moved on at most once a minute.
    package var lastSeenAt: Timestamp
    /// When it ends whatever happens (A111).
    package var expiresAt: Timestamp
    /// When it was ended, if it was.
    package var endedAt: Timestamp?
    /// Why it was ended.
    package var endReason: EndReason?

    /// A session with every field given.
    package init(
        id: ID<Session>, tenant: ID<Tenant>, user: ID<User>, secretHash: [UInt8], browserHash: [UInt8],
        proofs: [Proof], usedRememberedBrowser: Bool, isPersistent: Bool, origin: Origin, createdAt: Timestamp,
        lastSeenAt: Timestamp, expiresAt: Timestamp, endedAt: Timestamp? = nil, endReason: EndReason? = nil
    ) {
        self.id = id
        self.tenant = tenant
        self.user = user
        self.secretHash = secretHash
        self.browserHash = browserHash
        self.proofs = proofs
        self.usedRememberedBrowser = usedRememberedBrowser
        self.isPersistent = isPersistent
        self.origin = origin
        self.createdAt = createdAt
        self.lastSeenAt = lastSeenAt
        self.expiresAt = expiresAt
        self.endedAt = endedAt
        self.endReason = endReason
    }
}
