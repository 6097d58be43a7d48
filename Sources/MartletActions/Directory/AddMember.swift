import MartletDirectory
import MartletPolicy
import MartletStore

/// Adds a user to a group.
package struct AddMember: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Adds the member, who from now on holds the group's roles (SD-32).
    ///
    /// Joining a group that holds Directory Synchronization Accounts is recorded as giving that role (SD-48).
    /// - Throws: `ActionError.notFound`, `.forbidden`, `.conflict(.alreadyDone)`; `StoreError`.
    package func callAsFunction(_ user: ID<User>, to id: ID<Group>, by caller: Caller) async throws {
        let at = tools.now
        let alert = tools.ambient.newID(of: AuditRecord.self)
        try await tools.change(.memberAdded, by: caller) { tables, log in
            let group = try tables.existingGroup(id, in: caller.tenant)
            let member = try tables.existingUser(user, in: caller.tenant)
            log.on(group)
            log.on(member)
            try tables.permit(caller, toChange: group)
            let isInPolicy = try tables.wantPolicyRight(toChange: id, by: caller)
            guard try tables.groups.addMember(id, user: user, at: at) else { throw ActionError.conflict(.alreadyDone) }
            let roles = try tables.roleAssignments.list(id).compactMap { DirectoryRole.find($0.role) }
            for role in roles { log.set("role", from: nil, to: role.displayName) }
            if !roles.isEmpty { try tables.endPassOnPromotion(of: member, at: at, &log) }
            if isInPolicy { try tables.keepAnAdministrator(in: caller.tenant, at: at) }
            guard roles.contains(.directorySynchronizationAccounts) else { return }
            var loud = ChangeLog()
            loud.on(member)
            loud.on(.directorySynchronizationAccounts)
            loud.set("role", from: nil, to: DirectoryRole.directorySynchronizationAccounts.displayName)
            try tables.audits.insert(
                tools.record(.synchronizationRoleAssigned, by: caller, id: alert, at: at, log: loud))
        }
    }
}
