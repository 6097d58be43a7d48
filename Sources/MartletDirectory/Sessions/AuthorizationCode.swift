/// An authorization code: good for one exchange within a minute (RFC 6749 section 4.1.2, A151).
package struct AuthorizationCode: Sendable, Equatable {
    /// SHA-256 of the code.
    package var hash: [UInt8]
    /// The tenant that issued it.
    package var tenant: ID<Tenant>
    /// The app it was issued to.
    package var application: ID<Application>
    /// Who signed in.
    package var user: ID<User>
    /// The session behind it.
    package var session: ID<Session>
    /// The redirect URI exactly as it was sent (A146).
    package var redirectURI: String
    /// The scopes that were granted.
    package var scopes: ScopeSet
    /// The request's nonce, copied into the ID token.
    package var nonce: String?
    /// The S256 challenge, if one was sent (A147, A148).
    package var codeChallenge: String?
    /// What was granted beyond the scopes.
    package var details: GrantDetails
    /// What was proven.
    package var proofs: [Proof]
    /// Whether a remembered browser stood in for the second factor.
    package var usedRememberedBrowser: Bool
    /// The family that the exchange starts; revoked when the code comes back (A143).
    package var family: ID<RefreshFamily>
    /// Names the sign-in in the log.
    package var correlationID: String
    /// When it was issued.
    package var createdAt: Timestamp
    /// When it is dead.
    package var expiresAt: Timestamp
    /// When it was exchanged, once.
    package var spentAt: Timestamp?

    /// A code with every field given.
    package init(
        hash: [UInt8], tenant: ID<Tenant>, application: ID<Application>, user: ID<User>, session: ID<Session>,
        redirectURI: String, scopes: ScopeSet, nonce: String?, codeChallenge: String?,
        details: GrantDetails = GrantDetails(), proofs: [Proof],
        usedRememberedBrowser: Bool, family: ID<RefreshFamily>, correlationID: String, createdAt: Timestamp,
        expiresAt: Timestamp, spentAt: Timestamp? = nil
    ) {
        self.hash = hash
        self.tenant = tenant
        self.application = application
        self.user = user
        self.session = session
        self.redirectURI = redirectURI
        self.scopes = scopes
        self.nonce = nonce
        self.codeChallenge = codeChallenge
        self.details = details
        self.proofs = proofs
        self.usedRememberedBrowser = usedRememberedBrowser
        self.family = family
        self.correlationID = correlationID
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.spentAt = spentAt
    }
}
