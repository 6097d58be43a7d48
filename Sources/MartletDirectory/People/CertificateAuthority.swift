/// An authority that an organisation trusts to say which certificate is whose.
package struct CertificateAuthority: Sendable, Equatable {
    /// The row's identifier.
    package var id: ID<CertificateAuthority>
    /// The tenant that trusts it.
    package var tenant: ID<Tenant>
    /// Its certificate in DER.
    package var certificate: [UInt8]
    /// SHA-256 of the certificate in lower-case hexadecimal digits; no authority is there twice.
    package var thumbprint: String
    /// Its subject as RFC 4514 writes it.
    package var subject: String
    /// Its key identifier in lower-case hexadecimal digits.
    package var keyIdentifier: String
    /// Whether trust begins with it; otherwise a root must vouch for it.
    package var isRoot: Bool
    /// When it ends.
    package var notAfter: Timestamp
    /// When it was added.
    package var createdAt: Timestamp
    /// Its list of revoked certificates in DER, signed by it.
    package var revocationList: [UInt8]?
    /// When that list runs out; `nil` without one.
    package var listEndsAt: Timestamp?

    /// The most authorities of one organisation.
    package static let most = 20

    /// An authority with every field given.
    package init(
        id: ID<CertificateAuthority>, tenant: ID<Tenant>, certificate: [UInt8], thumbprint: String, subject: String,
        keyIdentifier: String, isRoot: Bool, notAfter: Timestamp, createdAt: Timestamp,
        revocationList: [UInt8]? = nil, listEndsAt: Timestamp? = nil
    ) {
        self.id = id
        self.tenant = tenant
        self.certificate = certificate
        self.thumbprint = thumbprint
        self.subject = subject
        self.keyIdentifier = keyIdentifier
        self.isRoot = isRoot
        self.notAfter = notAfter
        self.createdAt = createdAt
        self.revocationList = revocationList
        self.listEndsAt = listEndsAt
    }
}
