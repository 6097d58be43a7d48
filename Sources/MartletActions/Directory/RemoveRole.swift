import MartletDirectory
import MartletPolicy
import MartletStore

/// Takes a role from a user or a group.
package struct RemoveRole: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Removes the assignment and ends the sign-ins of those who held the role through it (A109).
    /// - Throws: `ActionError.notFound`, `.forbidden`, `.ownAdministratorRole` (SD-71), `.lastAdministrator` (SD-72);
    ///   `StoreError`.
    package func callAsFunction(_ id: ID<RoleAssignment>, by caller: Caller) async throws {
        let at = tools.now
        try await tools.change(.roleRemoved, by: caller) { tables, log in
            guard
                let assignment = try tables.roleAssignments.find(id, in: caller.tenant),
                let role = DirectoryRole.find(assignment.role)
            else { throw ActionError.notFound("role assignment") }
            let holders = try note(assignment, in: tables, log: &log)
            log.on(role)
            try permit(caller, toRemove: role, isOwn: assignment.principal == caller.user.map { .user($0) }, in: tables)
            guard try tables.roleAssignments.delete(id, in: caller.tenant) else {
                throw ActionError.notFound("role assignment")
            }
            log.set("role", from: role.displayName, to: nil)
            for holder in holders {
                try tables.endSignIns(
                    of: holder, in: caller.tenant, at: at, reason: .rolesChanged,
                    except: holder == caller.user ? caller.session : nil)
            }
            guard role == .globalAdministrator else { return }
            try tables.refuseLosingOwnAdministration(caller, among: holders)
            try tables.keepAnAdministrator(in: caller.tenant, at: at)
        }
    }

    private func permit(_ caller: Caller, toRemove role: DirectoryRole, isOwn: Bool, in tables: Tables) throws {
        let facts = TargetFacts(isCaller: isOwn, role: role.id, isRemoval: true)
        do {
            try tables.permit(caller, to: .assignRoles, facts: facts)
        } catch ActionError.forbidden(.forbidden(.ownGlobalAdministrator)) {
            throw ActionError.ownAdministratorRole
        }
    }

    private func note(
        _ assignment: RoleAssignment, in tables: Tables, log: inout ChangeLog
    ) throws -> [ID<User>] {
        switch assignment.principal {
        case .user(let id):
            if let user = try tables.users.find(id, in: assignment.tenant) { log.on(user) }
            return [id]
        case .group(let id):
            if let group = try tables.groups.find(id, in: assignment.tenant) { log.on(group) }
            return try tables.groups.members(id).map(\.id)
        }
    }
}
