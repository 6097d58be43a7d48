import MartletDirectory

/// Who holds which role, directly.
package struct RoleAssignmentRows {
    static let columns = "id, tenant_id, role_id, user_id, group_id, created_at"

    let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// Gives a role; `StoreError.conflict` if the principal holds it already.
    package func insert(_ assignment: RoleAssignment) throws {
        let (user, group): (SQLValue, SQLValue) =
            switch assignment.principal {
            case .user(let id): (.id(id), .null)
            case .group(let id): (.null, .id(id))
            }
        try connection.execute(
            "INSERT INTO role_assignments (\(Self.columns)) VALUES ($1, $2, $3, $4, $5, $6)",
            [
                .id(assignment.id), .id(assignment.tenant), .id(assignment.role), user, group,
                .time(assignment.createdAt),
            ])
    }

    /// The assignment with this identifier.
    package func find(_ id: ID<RoleAssignment>, in tenant: ID<Tenant>) throws -> RoleAssignment? {
        try connection.first(
            "SELECT \(Self.columns) FROM role_assignments WHERE id = $1 AND tenant_id = $2", [.id(id), .id(tenant)],
            Self.assignment)
    }

    /// Takes a role away; `false` if there is no such assignment.
    package func delete(_ id: ID<RoleAssignment>, in tenant: ID<Tenant>) throws -> Bool {
        try connection.execute(
            "DELETE FROM role_assignments WHERE id = $1 AND tenant_id = $2", [.id(id), .id(tenant)]) == 1
    }

    /// Every assignment of the tenant, oldest first.
    package func list(in tenant: ID<Tenant>) throws -> [RoleAssignment] {
        try connection.all(
            "SELECT \(Self.columns) FROM role_assignments WHERE tenant_id = $1 ORDER BY created_at, id",
            [.id(tenant)], Self.assignment)
    }

    /// The user's direct assignments, oldest first.
    package func list(_ user: ID<User>) throws -> [RoleAssignment] {
        try connection.all(
            "SELECT \(Self.columns) FROM role_assignments WHERE user_id = $1 ORDER BY created_at, id", [.id(user)],
            Self.assignment)
    }

    /// The group's assignments, oldest first.
    package func list(_ group: ID<Group>) throws -> [RoleAssignment] {
        try connection.all(
            "SELECT \(Self.columns) FROM role_assignments WHERE group_id = $1 ORDER BY created_at, id", [.id(group)],
            Self.assignment)
    }

    /// Reads an assignment from a row with `columns`.
    static func assignment(_ row: inout SQLRow) throws -> RoleAssignment {
        let id: ID<RoleAssignment> = try row.id("id")
        let tenant: ID<Tenant> = try row.id("tenant_id")
        let role: ID<DirectoryRole> = try row.id("role_id")
        let user: ID<User>? = try row.optionalID("user_id")
        let group: ID<Group>? = try row.optionalID("group_id")
        let principal: RoleAssignment.Principal
        if let user {
            principal = .user(user)
        } else if let group {
            principal = .group(group)
        } else {
            throw StoreError.unexpectedColumn("role assignment `\(id)` has no principal")
        }
        return RoleAssignment(
            id: id, tenant: tenant, role: role, principal: principal, createdAt: try row.timestamp("created_at"))
    }
}
