import MartletDirectory

/// A role that a user or a group holds, and how.
package struct HeldRole: Sendable, Equatable {
    /// The role.
    package let role: ID<DirectoryRole>
    /// The assignment, to remove it.
    package let assignment: ID<RoleAssignment>
    /// Since when.
    package let since: Timestamp
    /// The group through which it is held, or `nil` if directly.
    package let group: ID<Group>?
    /// That group's name.
    package let groupName: String?

    /// A held role with every field given.
    package init(
        role: ID<DirectoryRole>, assignment: ID<RoleAssignment>, since: Timestamp, group: ID<Group>? = nil,
        groupName: String? = nil
    ) {
        self.role = role
        self.assignment = assignment
        self.since = since
        self.group = group
        self.groupName = groupName
    }
}
