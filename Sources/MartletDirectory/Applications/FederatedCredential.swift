/// A workload elsewhere that may prove itself as an app: whoever its issuer says is `subject` (RFC 7523 with another
/// issuer's assertions, Entra's workload identity federation). No secret is shared.
package struct FederatedCredential: Sendable, Equatable {
    /// The credential's identifier.
    package var id: ID<FederatedCredential>
    /// The app.
    package var application: ID<Application>
    /// The tenant of the app.
    package var tenant: ID<Tenant>
    /// What administrators call it.
    package var name: String
    /// The issuer, letter for letter as its assertions have it.
    package var issuer: String
    /// The subject, letter for letter.
    package var subject: String
    /// The one audience that its assertions are for.
    package var audience: String
    /// When it was made.
    package var createdAt: Timestamp
    /// When the app last proved itself with it, to the hour; `nil` if it has not, as far as is known.
    package var lastUsedAt: Timestamp?

    /// A credential with every field given.
    package init(
        id: ID<FederatedCredential>, application: ID<Application>, tenant: ID<Tenant>, name: String, issuer: String,
        subject: String, audience: String, createdAt: Timestamp, lastUsedAt: Timestamp? = nil
    ) {
        self.id = id
        self.application = application
        self.tenant = tenant
        self.name = name
        self.issuer = issuer
        self.subject = subject
        self.audience = audience
        self.createdAt = createdAt
        self.lastUsedAt = lastUsedAt
    }
}
