import MartletDirectory
import MartletStore

/// Gives a role to a user or to a role-assignable group.
package struct AssignRole: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Gives the role; giving Directory Synchronization Accounts is recorded as an alert (SD-48).
    /// - Throws: `ActionError.notFound`, `.invalid` naming `role` or `principal`, `.forbidden`, `.conflict(.alreadyDone)`;
    ///   `StoreError`.
    @discardableResult
    package func callAsFunction(
        _ role: ID<DirectoryRole>, to principal: RoleAssignment.Principal, by caller: Caller
    ) async throws -> RoleAssignment {
        let assignment = RoleAssignment(
            id: tools.ambient.newID(), tenant: caller.tenant, role: role, principal: principal, createdAt: tools.now)
        let isSynchronization = role == DirectoryRole.directorySynchronizationAccounts.id
        return try await tools.change(isSynchronization ? .synchronizationRoleAssigned : .roleAssigned, by: caller) {
            tables, log in
            log = try tables.give(assignment, by: caller).log
            return assignment
        }
    }
}
