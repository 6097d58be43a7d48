import MartletDirectory

/// Who holds which role of which app.
package struct AppRoleAssignmentRows {
    private static let columns = "id, tenant_id, resource_id, role_id, user_id, group_id, application_id, created_at"

    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// Gives a role.
    /// - Throws: `StoreError.conflict` where the principal has it already.
    package func insert(_ assignment: AppRoleAssignment) throws {
        var (user, group, application): (SQLValue, SQLValue, SQLValue) = (.null, .null, .null)
        switch assignment.principal {
        case .user(let id): user = .id(id)
        case .group(let id): group = .id(id)
        case .application(let id): application = .id(id)
        }
        try connection.execute(
            "INSERT INTO app_role_assignments (\(Self.columns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            [
                .id(assignment.id), .id(assignment.tenant), .id(assignment.resource), .id(assignment.role), user, group,
                application, .time(assignment.createdAt),
            ])
    }

    /// Takes a role; `false` if there is no such assignment.
    package func delete(_ id: ID<AppRoleAssignment>, in tenant: ID<Tenant>) throws -> Bool {
        try connection.execute(
            "DELETE FROM app_role_assignments WHERE id = $1 AND tenant_id = $2", [.id(id), .id(tenant)]) == 1
    }

    /// Takes every assignment to a resource's role, or to all its roles.
    @discardableResult
    package func deleteAll(of resource: ID<Application>, role: ID<AppRole>? = nil, in tenant: ID<Tenant>) throws -> Int
    {
        try connection.execute(
            """
            DELETE FROM app_role_assignments
            WHERE resource_id = $1 AND tenant_id = $2 AND (role_id = $3 OR $3 = '')
            """, [.id(resource), .id(tenant), .text(role?.rawValue ?? "")])
    }

    /// Takes what a person holds; for their deletion.
    @discardableResult package func deleteAll(of user: ID<User>) throws -> Int {
        try connection.execute("DELETE FROM app_role_assignments WHERE user_id = $1", [.id(user)])
    }

    /// Who holds roles of an app, oldest first.
    package func list(of resource: ID<Application>, in tenant: ID<Tenant>) throws -> [AppRoleAssignment] {
        try connection.all(
            """
            SELECT \(Self.columns) FROM app_role_assignments
            WHERE resource_id = $1 AND tenant_id = $2 ORDER BY created_at, id
            """, [.id(resource), .id(tenant)], Self.assignment)
    }

    /// The roles that an app holds, of whatever resource.
    package func list(heldBy application: ID<Application>) throws -> [AppRoleAssignment] {
        try connection.all(
            "SELECT \(Self.columns) FROM app_role_assignments WHERE application_id = $1 ORDER BY created_at, id",
            [.id(application)], Self.assignment)
    }

    /// The roles of `resource` that a person holds, directly or through a group.
    package func roles(of user: ID<User>, at resource: ID<Application>) throws -> [ID<AppRole>] {
        try connection.all(
            """
            SELECT role_id FROM app_role_assignments WHERE user_id = $1 AND resource_id = $2
            UNION
            SELECT role_id FROM app_role_assignments
            WHERE group_id IN (SELECT group_id FROM group_members WHERE user_id = $1) AND resource_id = $2
            """, [.id(user), .id(resource)]
        ) { row in try row.id("role_id") }
    }

    private static func assignment(_ row: inout SQLRow) throws -> AppRoleAssignment {
        let principal: AppRoleAssignment.Principal
        if let user = try row.optionalText("user_id") {
            principal = .user(ID(user))
        } else if let group = try row.optionalText("group_id") {
            principal = .group(ID(group))
        } else {
            principal = .application(try row.id("application_id"))
        }
        return AppRoleAssignment(
            id: try row.id("id"), tenant: try row.id("tenant_id"), resource: try row.id("resource_id"),
            role: try row.id("role_id"), principal: principal, createdAt: try row.timestamp("created_at"))
    }
}
