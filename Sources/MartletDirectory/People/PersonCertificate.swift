/// A certificate of a person: bound to them by an administrator, or known from a sign-in by a name in it.
package struct PersonCertificate: Sendable, Equatable {
    /// The row's identifier.
    package var id: ID<PersonCertificate>
    /// Whose it is.
    package var user: ID<User>
    /// The tenant of the user.
    package var tenant: ID<Tenant>
    /// What a certificate must show to be this one: a text of `CertificateBinding`.
    package var binding: String
    /// Whether an administrator bound it; otherwise a name in it did, and it binds nobody by itself.
    package var isBound: Bool
    /// What the certificate said when it was last shown; `nil` while it never was.
    package var seen: Seen?
    /// When it was bound, or first shown.
    package var createdAt: Timestamp

    /// What a certificate said when it signed somebody in.
    package struct Seen: Sendable, Equatable {
        /// Its subject as RFC 4514 writes it.
        package var subject: String
        /// The key identifier of the authority that signed it.
        package var issuer: String
        /// The policies that it names.
        package var policies: [String]
        /// When it ends, or an authority on the way to the root before it.
        package var notAfter: Timestamp
        /// Its serial number in lower-case hexadecimal digits; `nil` for what was noted before that was kept.
        package var serialNumber: String?
        /// The way to the root by which it was believed, the authority that signed it first; empty likewise.
        package var authorities: [AuthorityLink]
        /// When it last signed somebody in.
        package var at: Timestamp

        /// What `facts` say, at a time.
        package init(_ facts: CertificateFacts, at: Timestamp) {
            subject = facts.subject
            issuer = facts.issuer
            policies = facts.policies
            notAfter = facts.notAfter
            serialNumber = facts.serialNumber
            authorities = facts.authorities
            self.at = at
        }

        /// Everything given.
        package init(
            subject: String, issuer: String, policies: [String], notAfter: Timestamp, at: Timestamp,
            serialNumber: String? = nil, authorities: [AuthorityLink] = []
        ) {
            self.subject = subject
            self.issuer = issuer
            self.policies = policies
            self.notAfter = notAfter
            self.at = at
            self.serialNumber = serialNumber
            self.authorities = authorities
        }
    }

    /// The most certificates of one person.
    package static let most = 10
    /// What the logs call the method, whatever it is worth.
    package static let logName = "x509Certificate"

    /// A certificate with every field given.
    package init(
        id: ID<PersonCertificate>, user: ID<User>, tenant: ID<Tenant>, binding: String, isBound: Bool,
        seen: Seen? = nil,
        createdAt: Timestamp
    ) {
        self.id = id
        self.user = user
        self.tenant = tenant
        self.binding = binding
        self.isBound = isBound
        self.seen = seen
        self.createdAt = createdAt
    }
}
