/// What one person allowed one app.
package struct Consent: Sendable, Equatable {
    /// The person.
    package var user: ID<User>
    /// The app.
    package var application: ID<Application>
    /// The tenant of both.
    package var tenant: ID<Tenant>
    /// The scopes that were agreed to.
    package var scopes: ScopeSet
    /// When they were last agreed to.
    package var grantedAt: Timestamp

    /// A consent with every field given.
    package init(
        user: ID<User>, application: ID<Application>, tenant: ID<Tenant>, scopes: ScopeSet, grantedAt: Timestamp
    ) {
        self.user = user
        self.application = application
        self.tenant = tenant
        self.scopes = scopes
        self.grantedAt = grantedAt
    }
}
