import MartletDirectory

/// One group with its members and roles.
package struct GroupPage: Sendable, Equatable {
    /// A person in a list.
    package struct Member: Sendable, Equatable {
        /// Who.
        package let id: ID<User>
        /// The name that people see.
        package let displayName: String
        /// The sign-in name.
        package let userPrincipalName: String

        /// A member with every field given.
        package init(
            id: ID<User>, displayName: String, userPrincipalName: String
        ) {
            self.id = id
            self.displayName = displayName
            self.userPrincipalName = userPrincipalName
        }
    }

    /// The group.
    package let group: Group
    /// Its members, by name.
    package let members: [Member]
    /// The roles it gives to its members.
    package let roles: [HeldRole]
    /// Whether the viewer may edit the group and its members.
    package let mayManage: Bool
    /// Whether the viewer may give it roles.
    package let mayAssignRoles: Bool
    /// The sign-in name that was typed and found nobody, to say so beside the field.
    package let unknownMember: String?
    /// What a form just did.
    package let notice: AdminNotice?

    /// A page with every field given.
    package init(
        group: Group, members: [Member], roles: [HeldRole], mayManage: Bool, mayAssignRoles: Bool,
        unknownMember: String? = nil, notice: AdminNotice? = nil
    ) {
        self.group = group
        self.members = members
        self.roles = roles
        self.mayManage = mayManage
        self.mayAssignRoles = mayAssignRoles
        self.unknownMember = unknownMember
        self.notice = notice
    }
}
