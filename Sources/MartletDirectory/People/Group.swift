/// A set of users that can hold roles and, later, be the target of policies.
package struct Group: Sendable, Equatable {
    /// The object id.
    package var id: ID<Group>
    /// The tenant that owns the group.
    package var tenant: ID<Tenant>
    /// The name that people see.
    package var displayName: String
    /// What the group is for; may be empty.
    package var description: String
    /// Whether roles may be given to it; fixed when the group is made (RO-20).
    package var isAssignableToRole: Bool
    /// When it was made.
    package var createdAt: Timestamp

    /// A group with every field given.
    package init(
        id: ID<Group>, tenant: ID<Tenant>, displayName: String, description: String = "",
        isAssignableToRole: Bool = false, createdAt: Timestamp
    ) {
        self.id = id
        self.tenant = tenant
        self.displayName = displayName
        self.description = description
        self.isAssignableToRole = isAssignableToRole
        self.createdAt = createdAt
    }
}
