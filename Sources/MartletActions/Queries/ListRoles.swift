import MartletDirectory
import MartletPolicy
import MartletStore

/// Lists the roles with the number of those who hold them.
package struct ListRoles: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// One role.
    package struct Line: Sendable {
        /// The role.
        package let role: DirectoryRole
        /// Who holds it, directly or through a group; nobody is counted twice.
        package let holderCount: Int
        /// Whether pickers offer it; the synchronization role is not offered (SD-48).
        package let isOffered: Bool
    }

    /// The roles, the seventeen first.
    /// - Throws: `ActionError.forbidden`; `StoreError`.
    package func callAsFunction(by caller: Caller) async throws -> [Line] {
        try await tools.store.read { tables in
            try tables.permit(caller, to: .readDirectory)
            return try DirectoryRole.all.map { role in
                Line(
                    role: role,
                    holderCount: try tables.roleAssignments.holders(of: role.id, in: caller.tenant).count,
                    isOffered: role != .directorySynchronizationAccounts)
            }
        }
    }
}
