import MartletDirectory
import MartletPolicy
import MartletStore

/// Removes a user from a group.
package struct RemoveMember: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Removes the member, who loses the group's roles and, if there were any, is signed out (A109).
    /// - Throws: `ActionError.notFound`, `.forbidden`, `.lastAdministrator`, `.ownAdministratorRole` (SD-71: a group is
    ///   no way round it); `StoreError`.
    package func callAsFunction(_ user: ID<User>, from id: ID<Group>, by caller: Caller) async throws {
        let at = tools.now
        try await tools.change(.memberRemoved, by: caller) { tables, log in
            let group = try tables.existingGroup(id, in: caller.tenant)
            let member = try tables.existingUser(user, in: caller.tenant)
            log.on(group)
            log.on(member)
            try tables.permit(caller, toChange: group)
            let isInPolicy = try tables.wantPolicyRight(toChange: id, by: caller)
            let roles = try tables.roleAssignments.list(id).compactMap { DirectoryRole.find($0.role) }
            guard try tables.groups.removeMember(id, user: user) else { throw ActionError.notFound("member") }
            for role in roles { log.set("role", from: role.displayName, to: nil) }
            if isInPolicy { try tables.keepAnAdministrator(in: caller.tenant, at: at) }
            guard !roles.isEmpty else { return }
            try tables.endSignIns(
                of: user, in: caller.tenant, at: at, reason: .rolesChanged,
                except: user == caller.user ? caller.session : nil)
            guard roles.contains(.globalAdministrator) else { return }
            try tables.refuseLosingOwnAdministration(caller, among: [user])
            try tables.keepAnAdministrator(in: caller.tenant, at: at)
        }
    }
}
