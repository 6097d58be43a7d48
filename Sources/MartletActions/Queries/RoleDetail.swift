import MartletDirectory
import MartletPolicy
import MartletStore

/// Shows one role and who holds it.
package struct RoleDetail: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// One holder by one way.
    package struct Holder: Sendable {
        /// The user who holds it.
        package let user: User
        /// How far their registration is.
        package let registration: RegistrationState
        /// The assignment, which is what can be removed.
        package let assignment: RoleAssignment
        /// The group through which it is held; `nil` when it is held directly.
        package let group: Group?
    }

    /// What the page shows.
    package struct Detail: Sendable {
        /// The role.
        package let role: DirectoryRole
        /// Who holds it, in the order in which it was given; somebody who holds it in two ways is there twice.
        package let holders: [Holder]
        /// The groups that hand it out, also those without a member.
        package let groups: [Group]
    }

    /// Reads the page.
    /// - Throws: `ActionError.notFound`, `.forbidden`; `StoreError`.
    package func callAsFunction(_ id: ID<DirectoryRole>, by caller: Caller) async throws -> Detail {
        guard let role = DirectoryRole.find(id) else { throw ActionError.notFound("role") }
        let at = tools.now
        return try await tools.store.read { tables in
            try tables.permit(caller, to: .readDirectory)
            let tenant = try tables.organization(of: caller)
            var holders: [Holder] = []
            var groups: [Group] = []
            let assignments = try tables.roleAssignments.list(in: tenant.id).filter { $0.role == id }
            for assignment in assignments.sorted(by: { $0.createdAt < $1.createdAt }) {
                let group = try group(of: assignment, in: tables)
                if let group { groups.append(group) }
                for user in try users(of: assignment, in: tables) {
                    let state = RegistrationState(
                        of: user, isRegistered: try tables.users.isRegistered(user.id),
                        isSynchronizationAccount: try tables.roleAssignments.effectiveRoles(
                            of: user.id, in: tenant.id
                        ).contains(DirectoryRole.directorySynchronizationAccounts.id),
                        setting: tenant.securityDefaults, at: at)
                    holders.append(Holder(user: user, registration: state, assignment: assignment, group: group))
                }
            }
            return Detail(role: role, holders: holders, groups: groups)
        }
    }

    private func group(of assignment: RoleAssignment, in tables: Tables) throws -> Group? {
        guard case .group(let id) = assignment.principal else { return nil }
        return try tables.groups.find(id, in: assignment.tenant)
    }

    private func users(of assignment: RoleAssignment, in tables: Tables) throws -> [User] {
        switch assignment.principal {
        case .user(let id): [try tables.users.find(id, in: assignment.tenant)].compactMap(\.self)
        case .group(let id): try tables.groups.members(id)
        }
    }
}
