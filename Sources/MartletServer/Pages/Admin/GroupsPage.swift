import MartletDirectory

/// The list of groups.
package struct GroupsPage: Sendable, Equatable {
    /// One group.
    package struct Row: Sendable, Equatable {
        /// The group.
        package let id: ID<Group>
        /// The name that people see.
        package let displayName: String
        /// What it is for; may be empty.
        package let description: String
        /// How many members it has.
        package let members: Int
        /// Whether roles may be given to it.
        package let isAssignableToRole: Bool
        /// The roles it gives to its members.
        package let roles: [ID<DirectoryRole>]

        /// A row with every field given.
        package init(
            id: ID<Group>, displayName: String, description: String, members: Int, isAssignableToRole: Bool,
            roles: [ID<DirectoryRole>] = []
        ) {
            self.id = id
            self.displayName = displayName
            self.description = description
            self.members = members
            self.isAssignableToRole = isAssignableToRole
            self.roles = roles
        }
    }

    /// What was searched for; empty for everything.
    package let query: String
    /// The groups of this page.
    package let rows: [Row]
    /// Whether this is a later page than the first.
    package let isContinued: Bool
    /// Where the next page begins, or `nil`.
    package let next: String?
    /// Whether the viewer may add groups.
    package let mayAdd: Bool
    /// What a form just did.
    package let notice: AdminNotice?

    /// A page with every field given.
    package init(
        query: String, rows: [Row], isContinued: Bool, next: String?, mayAdd: Bool, notice: AdminNotice? = nil
    ) {
        self.query = query
        self.rows = rows
        self.isContinued = isContinued
        self.next = next
        self.mayAdd = mayAdd
        self.notice = notice
    }
}
