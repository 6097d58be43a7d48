import MartletDirectory
import MartletPolicy
import MartletStore

/// What giving a role is recorded as.
package struct RoleGiving: Sendable {
    /// The synchronization role has an activity of its own, which is an alert (SD-48).
    package let activity: AuditActivity
    /// The holder and the role.
    package let log: ChangeLog
}

extension Tables {
    /// Stores an assignment after judging it; every path on which a role is given comes through here.
    /// - Throws: `ActionError.notFound`, `.invalid` naming `role` or `principal`, `.forbidden`, `.conflict(.alreadyDone)`;
    ///   `StoreError`.
    package func give(_ assignment: RoleAssignment, by caller: Caller) throws -> RoleGiving {
        guard let role = DirectoryRole.find(assignment.role) else {
            throw ActionError.invalid([FieldProblem("role", .unknown)])
        }
        var log = ChangeLog()
        switch assignment.principal {
        case .user(let id):
            log.on(try existingUser(id, in: assignment.tenant))
        case .group(let id):
            let group = try existingGroup(id, in: assignment.tenant)
            // RO-20: a group is role-assignable from its making or never, so that nobody slips members in beforehand.
            guard group.isAssignableToRole else {
                throw ActionError.invalid([FieldProblem("principal", .notAllowed)])
            }
            log.on(group)
        }
        log.on(role)
        log.set("role", from: nil, to: role.displayName)
        try permit(caller, to: .assignRoles, facts: TargetFacts(role: role.id))
        let held = try roleAssignments.list(in: assignment.tenant)
        guard !held.contains(where: { $0.role == assignment.role && $0.principal == assignment.principal }) else {
            throw ActionError.conflict(.alreadyDone)
        }
        try roleAssignments.insert(assignment)
        switch assignment.principal {
        case .user(let id):
            try endPassOnPromotion(of: try existingUser(id, in: assignment.tenant), at: assignment.createdAt, &log)
        case .group(let id):
            for member in try groups.members(id) { try endPassOnPromotion(of: member, at: assignment.createdAt, &log) }
        }
        let isSynchronization = role == .directorySynchronizationAccounts
        return RoleGiving(activity: isSynchronization ? .synchronizationRoleAssigned : .roleAssigned, log: log)
    }

    /// Refuses a sign-in name that somebody has.
    package func refuseTaken(
        _ name: UserPrincipalName, in tenant: ID<Tenant>, but owner: ID<User>? = nil
    ) throws {
        guard let other = try users.find(upn: name, in: tenant), other.id != owner else { return }
        throw ActionError.invalid([FieldProblem("userPrincipalName", .taken)])
    }
}
