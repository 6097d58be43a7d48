/// What a confidential app proves itself with: a secret or a certificate.
package struct ClientCredential: Sendable, Equatable {
    /// The two kinds.
    package enum Kind: String, Sendable, Codable { case secret, certificate }

    /// The credential's identifier.
    package var id: ID<ClientCredential>
    /// The app.
    package var application: ID<Application>
    /// The tenant of the app.
    package var tenant: ID<Tenant>
    /// Secret or certificate.
    package var kind: Kind
    /// SHA-256 of the secret's text, or of the certificate's DER (`x5t#S256`).
    package var digest: [UInt8]
    /// The certificate in DER; empty for a secret, whose text is shown once and not kept.
    package var certificate: [UInt8]
    /// The first characters of a secret or the subject of a certificate, to tell them apart.
    package var hint: String
    /// When it was made.
    package var createdAt: Timestamp
    /// When it stops working, if ever.
    package var expiresAt: Timestamp?
    /// When the app last proved itself with it, to the hour; `nil` if it has not, as far as is known.
    package var lastUsedAt: Timestamp?

    /// A credential with every field given.
    package init(
        id: ID<ClientCredential>, application: ID<Application>, tenant: ID<Tenant>, kind: Kind, digest: [UInt8],
        certificate: [UInt8] = [], hint: String, createdAt: Timestamp, expiresAt: Timestamp? = nil,
        lastUsedAt: Timestamp? = nil
    ) {
        self.id = id
        self.application = application
        self.tenant = tenant
        self.kind = kind
        self.digest = digest
        self.certificate = certificate
        self.hint = hint
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.lastUsedAt = lastUsedAt
    }
}
