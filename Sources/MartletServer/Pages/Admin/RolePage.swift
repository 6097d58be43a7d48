import MartletDirectory

/// One role with those who hold it.
package struct RolePage: Sendable, Equatable {
    /// Somebody who holds the role.
    package struct Holder: Sendable, Equatable {
        /// Who.
        package let user: ID<User>
        /// The name that people see.
        package let displayName: String
        /// The sign-in name.
        package let userPrincipalName: String
        /// Whether the account may sign in.
        package let isEnabled: Bool
        /// How far the holder is with registration.
        package let registration: RegistrationState
        /// The group through which it is held, or `nil` if directly.
        package let group: ID<Group>?
        /// That group's name.
        package let groupName: String?

        /// A holder with every field given.
        package init(
            user: ID<User>, displayName: String, userPrincipalName: String, isEnabled: Bool,
            registration: RegistrationState, group: ID<Group>?, groupName: String?
        ) {
            self.user = user
            self.displayName = displayName
            self.userPrincipalName = userPrincipalName
            self.isEnabled = isEnabled
            self.registration = registration
            self.group = group
            self.groupName = groupName
        }
    }

    /// The role.
    package let role: DirectoryRole
    /// Its holders, by name.
    package let holders: [Holder]
    /// What a form just did.
    package let notice: AdminNotice?

    /// A page with every field given.
    package init(
        role: DirectoryRole, holders: [Holder], notice: AdminNotice? = nil
    ) {
        self.role = role
        self.holders = holders
        self.notice = notice
    }
}
