/// An active assignment of a role to a user or a group, for the whole tenant (RO-3).
package struct RoleAssignment: Sendable, Equatable {
    /// Who holds the role.
    package enum Principal: Sendable, Hashable {
        case user(ID<User>)
        case group(ID<Group>)
    }

    /// The assignment's identifier.
    package var id: ID<RoleAssignment>
    /// The tenant in which the role is held.
    package var tenant: ID<Tenant>
    /// The role.
    package var role: ID<DirectoryRole>
    /// The holder; a group's members hold the role through it (SD-32).
    package var principal: Principal
    /// When it was given.
    package var createdAt: Timestamp

    /// An assignment with every field given.
    package init(
        id: ID<RoleAssignment>, tenant: ID<Tenant>, role: ID<DirectoryRole>, principal: Principal, createdAt: Timestamp
    ) {
        self.id = id
        self.tenant = tenant
        self.role = role
        self.principal = principal
        self.createdAt = createdAt
    }
}
