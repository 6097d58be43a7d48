import MartletDirectory

extension GroupRows {
    /// Adds a member; `false` if the user is one already, or is not of the group's tenant.
    package func addMember(_ group: ID<Group>, user: ID<User>, at time: Timestamp) throws -> Bool {
        try connection.execute(
            """
            INSERT INTO group_members (group_id, user_id, tenant_id, created_at)
            SELECT groups.id, users.id, groups.tenant_id, $3 FROM groups
            JOIN users ON users.tenant_id = groups.tenant_id
            WHERE groups.id = $1 AND users.id = $2 AND users.deleted_at IS NULL
            ON CONFLICT DO NOTHING
            """, [.id(group), .id(user), .time(time)]) == 1
    }

    /// Removes a member; `false` if the user is none.
    package func removeMember(_ group: ID<Group>, user: ID<User>) throws -> Bool {
        try connection.execute(
            "DELETE FROM group_members WHERE group_id = $1 AND user_id = $2", [.id(group), .id(user)]) == 1
    }

    /// The members who are not deleted, in the order of their folded names.
    package func members(_ group: ID<Group>) throws -> [User] {
        try connection.all(
            """
            SELECT \(UserRows.qualifiedColumns) FROM group_members
            JOIN users ON users.id = group_members.user_id
            WHERE group_members.group_id = $1 AND users.deleted_at IS NULL
            ORDER BY users.display_name_folded, users.id
            """, [.id(group)], UserRows.user)
    }

    /// The groups of which the user is a member, in the order of their folded names.
    package func groups(of user: ID<User>) throws -> [Group] {
        try connection.all(
            """
            SELECT \(Self.qualifiedColumns) FROM group_members
            JOIN groups ON groups.id = group_members.group_id
            WHERE group_members.user_id = $1 ORDER BY groups.display_name_folded, groups.id
            """, [.id(user)], Self.group)
    }

    /// How many members are not deleted.
    package func memberCount(_ group: ID<Group>) throws -> Int {
        try connection.number(
            """
            SELECT COUNT(*) AS number FROM group_members JOIN users ON users.id = group_members.user_id
            WHERE group_members.group_id = $1 AND users.deleted_at IS NULL
            """, [.id(group)], "number")
    }

    /// Takes the user out of every group, as deleting the account does, and says of how many.
    @discardableResult package func removeFromAll(_ user: ID<User>) throws -> Int {
        try connection.execute("DELETE FROM group_members WHERE user_id = $1", [.id(user)])
    }
}
