import MartletDirectory

/// Roles as they count: held directly, or through membership of a group that roles may be given to (D5, SD-32).
extension RoleAssignmentRows {
    /// Each holding once; two columns, `user_id` and `role_id`, of the tenant `$1`.
    private static let holdings = """
        SELECT user_id, role_id FROM role_assignments WHERE tenant_id = $1 AND user_id IS NOT NULL
        UNION
        SELECT members.user_id, held.role_id FROM role_assignments AS held
        JOIN groups ON groups.id = held.group_id AND groups.is_assignable_to_role
        JOIN group_members AS members ON members.group_id = held.group_id
        WHERE held.tenant_id = $1
        """

    private static let ofUser = """
        SELECT role_id FROM role_assignments WHERE user_id = $1 AND tenant_id = $2
        UNION
        SELECT held.role_id FROM group_members AS members
        JOIN groups ON groups.id = members.group_id AND groups.is_assignable_to_role
        JOIN role_assignments AS held ON held.group_id = members.group_id
        WHERE members.user_id = $1 AND held.tenant_id = $2
        ORDER BY role_id
        """

    /// The user's roles, each once, in the order of their ids.
    package func effectiveRoles(of user: ID<User>, in tenant: ID<Tenant>) throws -> [ID<DirectoryRole>] {
        try connection.all(Self.ofUser, [.id(user), .id(tenant)]) { try $0.id("role_id") }
    }

    /// Every user's roles, each once, in the order of user and role.
    package func effectiveRoles(in tenant: ID<Tenant>) throws -> [(ID<User>, ID<DirectoryRole>)] {
        try connection.all("\(Self.holdings) ORDER BY user_id, role_id", [.id(tenant)]) { row in
            (try row.id("user_id"), try row.id("role_id"))
        }
    }

    /// Those who hold the role and are not deleted, in the order of their folded names.
    package func holders(of role: ID<DirectoryRole>, in tenant: ID<Tenant>) throws -> [User] {
        try connection.all(
            """
            SELECT \(UserRows.qualifiedColumns) FROM users
            WHERE users.deleted_at IS NULL AND users.id IN (
                SELECT user_id FROM role_assignments
                WHERE tenant_id = $1 AND role_id = $2 AND user_id IS NOT NULL
                UNION
                SELECT members.user_id FROM role_assignments AS held
                JOIN groups ON groups.id = held.group_id AND groups.is_assignable_to_role
                JOIN group_members AS members ON members.group_id = held.group_id
                WHERE held.tenant_id = $1 AND held.role_id = $2)
            ORDER BY users.display_name_folded, users.id
            """, [.id(tenant), .id(role)], UserRows.user)
    }
}
