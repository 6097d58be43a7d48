/// Everything that descends from one code: one sign-in of one person to one app, until it is revoked.
package struct RefreshFamily: Sendable, Equatable {
    /// The family's identifier.
    package var id: ID<RefreshFamily>
    /// The tenant that issued it.
    package var tenant: ID<Tenant>
    /// The app.
    package var application: ID<Application>
    /// The person.
    package var user: ID<User>
    /// The session it came from.
    package var session: ID<Session>
    /// The scopes that were granted; a refresh may narrow, never widen (A163).
    package var scopes: ScopeSet
    /// The nonce of the first ID token.
    package var nonce: String?
    /// What was granted beyond the scopes.
    package var details: GrantDetails
    /// What was proven at sign-in.
    package var proofs: [Proof]
    /// Whether a remembered browser stood in for the second factor.
    package var usedRememberedBrowser: Bool
    /// When it began.
    package var createdAt: Timestamp
    /// When it ends however often it is refreshed (A164).
    package var expiresAt: Timestamp
    /// When it was revoked, if it was.
    package var revokedAt: Timestamp?

    /// A family with every field given.
    package init(
        id: ID<RefreshFamily>, tenant: ID<Tenant>, application: ID<Application>, user: ID<User>,
        session: ID<Session>, scopes: ScopeSet, nonce: String?,
        details: GrantDetails = GrantDetails(), proofs: [Proof], usedRememberedBrowser: Bool,
        createdAt: Timestamp, expiresAt: Timestamp, revokedAt: Timestamp? = nil
    ) {
        self.id = id
        self.tenant = tenant
        self.application = application
        self.user = user
        self.session = session
        self.scopes = scopes
        self.nonce = nonce
        self.details = details
        self.proofs = proofs
        self.usedRememberedBrowser = usedRememberedBrowser
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.revokedAt = revokedAt
    }

    /// The session that the tokens name (`sid`); it stays the same for as long as the family lives, since by it the app
    /// knows which of its own sessions to end (OpenID Connect Back-Channel Logout 1.0 section 2.6).
    package var namedSession: ID<Session> { details.namedSession ?? session }
}
