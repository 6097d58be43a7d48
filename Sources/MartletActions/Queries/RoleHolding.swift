import MartletDirectory
import MartletStore

/// One role that a user or a group holds, with the way in which it is held.
package struct RoleHolding: Sendable, Equatable {
    /// The assignment, which is what can be removed.
    package let assignment: ID<RoleAssignment>
    /// The role.
    package let role: DirectoryRole
    /// The group through which it is held; `nil` when it is held directly.
    package let group: Group?
    /// When it was given.
    package let createdAt: Timestamp
}

extension Tables {
    /// The roles of a user, direct ones first, then by name.
    func holdings(of user: ID<User>, in tenant: ID<Tenant>) throws -> [RoleHolding] {
        let memberships = Dictionary(
            try groups.groups(of: user).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return try roleAssignments.list(in: tenant)
            .compactMap { assignment -> RoleHolding? in
                guard let role = DirectoryRole.find(assignment.role) else { return nil }
                switch assignment.principal {
                case .user(let id):
                    guard id == user else { return nil }
                    return RoleHolding(
                        assignment: assignment.id, role: role, group: nil, createdAt: assignment.createdAt)
                case .group(let id):
                    guard let group = memberships[id] else { return nil }
                    return RoleHolding(
                        assignment: assignment.id, role: role, group: group, createdAt: assignment.createdAt)
                }
            }
            .sorted { left, right in
                guard (left.group == nil) == (right.group == nil) else { return left.group == nil }
                return left.role.displayName < right.role.displayName
            }
    }
}
