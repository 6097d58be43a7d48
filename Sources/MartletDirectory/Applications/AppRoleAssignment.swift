/// A role of one app, given to a person, a group or another app.
package struct AppRoleAssignment: Sendable, Equatable {
    /// Who holds the role.
    package enum Principal: Sendable, Hashable {
        case user(ID<User>)
        case group(ID<Group>)
        case application(ID<Application>)
    }

    /// The assignment's identifier.
    package var id: ID<AppRoleAssignment>
    /// The tenant of all of them.
    package var tenant: ID<Tenant>
    /// The app whose role it is; `Application.martletAPI` for the permissions of Martlet's own API.
    package var resource: ID<Application>
    /// The role.
    package var role: ID<AppRole>
    /// Who holds it.
    package var principal: Principal
    /// When it was given.
    package var createdAt: Timestamp

    /// An assignment with every field given.
    package init(
        id: ID<AppRoleAssignment>, tenant: ID<Tenant>, resource: ID<Application>, role: ID<AppRole>,
        principal: Principal, createdAt: Timestamp
    ) {
        self.id = id
        self.tenant = tenant
        self.resource = resource
        self.role = role
        self.principal = principal
        self.createdAt = createdAt
    }
}

extension Application {
    /// The identifier by which tokens and assignments name Martlet's own API; the one that Graph has.
    package static let martletAPI = ID<Application>("00000003-0000-0000-c000-000000000000")
}
