/// What an administrator allowed one app for everybody; nobody is asked about it again.
package struct OrganizationConsent: Sendable, Equatable {
    /// The app.
    package var application: ID<Application>
    /// The tenant of the app.
    package var tenant: ID<Tenant>
    /// The scopes that were agreed to, in canonical form.
    package var scopes: ScopeSet
    /// When they were last agreed to.
    package var grantedAt: Timestamp
    /// Who agreed: an identifier of a user, or a word for the operator.
    package var grantedBy: String

    /// A consent with every field given.
    package init(
        application: ID<Application>, tenant: ID<Tenant>, scopes: ScopeSet, grantedAt: Timestamp, grantedBy: String
    ) {
        self.application = application
        self.tenant = tenant
        self.scopes = scopes
        self.grantedAt = grantedAt
        self.grantedBy = grantedBy
    }
}
