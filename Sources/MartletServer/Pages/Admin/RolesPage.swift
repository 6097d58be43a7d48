import MartletDirectory

/// The list of directory roles.
package struct RolesPage: Sendable, Equatable {
    /// How many people hold each role, direct or through a group; a role without an entry has no holder.
    package let holders: [ID<DirectoryRole>: Int]

    /// A page with every field given.
    package init(
        holders: [ID<DirectoryRole>: Int]
    ) {
        self.holders = holders
    }
}
