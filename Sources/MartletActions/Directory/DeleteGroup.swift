import MartletDirectory
import MartletPolicy
import MartletStore

/// Deletes a group with the roles that it handed to its members.
package struct DeleteGroup: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Deletes the group; members who lose a role are signed out (A109).
    /// - Throws: `ActionError.notFound`, `.forbidden`, `.ownAdministratorRole`, `.lastAdministrator`; `StoreError`.
    package func callAsFunction(_ id: ID<Group>, by caller: Caller) async throws {
        let at = tools.now
        try await tools.change(.groupDeleted, by: caller) { tables, log in
            let group = try tables.existingGroup(id, in: caller.tenant)
            log.on(group)
            try tables.permit(caller, toChange: group)
            let isInPolicy = try tables.wantPolicyRight(toChange: id, by: caller)
            let assignments = try tables.roleAssignments.list(id)
            let members = try tables.groups.members(id)
            for assignment in assignments {
                _ = try tables.roleAssignments.delete(assignment.id, in: caller.tenant)
                log.set("role", from: DirectoryRole.find(assignment.role)?.displayName, to: nil)
            }
            _ = try tables.groups.delete(id, in: caller.tenant)
            if isInPolicy { try tables.keepAnAdministrator(in: caller.tenant, at: at) }
            guard !assignments.isEmpty else { return }
            for member in members {
                try tables.endSignIns(
                    of: member.id, in: caller.tenant, at: at, reason: .rolesChanged,
                    except: member.id == caller.user ? caller.session : nil)
            }
            guard assignments.contains(where: { $0.role == DirectoryRole.globalAdministrator.id }) else { return }
            try tables.refuseLosingOwnAdministration(caller, among: members.map(\.id))
            try tables.keepAnAdministrator(in: caller.tenant, at: at)
        }
    }
}
