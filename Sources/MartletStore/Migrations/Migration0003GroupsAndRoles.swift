extension Migration {
    static let groupsAndRoles = Migration(
        number: 3,
        title: "Groups, their members, and roles",
        statements: [
            """
            CREATE TABLE groups (
                id TEXT NOT NULL PRIMARY KEY,
                tenant_id TEXT NOT NULL REFERENCES tenants (id),
                display_name TEXT NOT NULL,
                display_name_folded TEXT NOT NULL,
                search_text TEXT NOT NULL,
                description TEXT NOT NULL,
                is_assignable_to_role BOOLEAN NOT NULL,
                created_at BIGINT NOT NULL,
                UNIQUE (tenant_id, id))
            """,
            "CREATE INDEX groups_in_order ON groups (tenant_id, display_name_folded, id)",
            """
            CREATE TABLE group_members (
                group_id TEXT NOT NULL,
                user_id TEXT NOT NULL,
                tenant_id TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                PRIMARY KEY (group_id, user_id),
                FOREIGN KEY (tenant_id, group_id) REFERENCES groups (tenant_id, id) ON DELETE CASCADE,
                FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id))
            """,
            "CREATE INDEX group_members_by_user ON group_members (user_id, group_id)",
            """
            CREATE TABLE role_assignments (
                id TEXT NOT NULL PRIMARY KEY,
                tenant_id TEXT NOT NULL REFERENCES tenants (id),
                role_id TEXT NOT NULL,
                user_id TEXT,
                group_id TEXT,
                created_at BIGINT NOT NULL,
                CHECK ((user_id IS NULL) <> (group_id IS NULL)),
                UNIQUE (user_id, role_id),
                UNIQUE (group_id, role_id),
                FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id),
                FOREIGN KEY (tenant_id, group_id) REFERENCES groups (tenant_id, id) ON DELETE CASCADE)
            """,
            "CREATE INDEX role_assignments_by_role ON role_assignments (tenant_id, role_id)",
        ])
}
