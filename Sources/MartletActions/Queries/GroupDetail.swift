import MartletDirectory
import MartletPolicy
import MartletStore

/// Shows one group.
package struct GroupDetail: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// What the page shows.
    package struct Detail: Sendable {
        /// The group.
        package let group: Group
        /// Its members by name.
        package let members: [User]
        /// The roles it hands to them.
        package let roles: [RoleHolding]
        /// Whether the caller may change it.
        package let mayChange: Bool
        /// Whether the caller may give it roles and take them.
        package let mayAssignRoles: Bool
    }

    /// Reads the page.
    /// - Throws: `ActionError.notFound`, `.forbidden`; `StoreError`.
    package func callAsFunction(_ id: ID<Group>, by caller: Caller) async throws -> Detail {
        try await tools.store.read { tables in
            try tables.permit(caller, to: .readDirectory)
            let group = try tables.existingGroup(id, in: caller.tenant)
            let roles = try tables.roleAssignments.list(id).compactMap { assignment in
                DirectoryRole.find(assignment.role).map {
                    RoleHolding(
                        assignment: assignment.id, role: $0, group: nil, createdAt: assignment.createdAt)
                }
            }
            return Detail(
                group: group, members: try tables.groups.members(id), roles: roles,
                mayChange: try mayChange(group, caller, in: tables),
                mayAssignRoles: try group.isAssignableToRole && tables.isPermitted(caller, to: .assignRoles))
        }
    }

    private func mayChange(_ group: Group, _ caller: Caller, in tables: Tables) throws -> Bool {
        do {
            try tables.permit(caller, toChange: group)
            return true
        } catch ActionError.forbidden {
            return false
        }
    }
}
