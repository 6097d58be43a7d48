extension Migration {
    /// What a directory of a million people and a log of ten million rows are searched by.
    ///
    /// The recursion that fills `user_search` drops one character at a time and keeps what stands behind a space, because
    /// the engines have no word in common for the place of a character in a text.
    static let finding = Migration(
        number: 12,
        title: "What people and records are found by",
        statements: [
            """
            CREATE TABLE user_search (
                tenant_id TEXT NOT NULL,
                entry TEXT NOT NULL,
                user_id TEXT NOT NULL,
                PRIMARY KEY (tenant_id, entry, user_id),
                FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id))
            """,
            """
            INSERT INTO user_search (tenant_id, entry, user_id)
            WITH RECURSIVE rests (tenant_id, user_id, dropped, rest) AS (
                SELECT tenant_id, id, substr(search_text, 1, 1), substr(search_text, 2) FROM users
                WHERE deleted_at IS NULL AND search_text <> ''
                UNION ALL
                SELECT tenant_id, user_id, substr(rest, 1, 1), substr(rest, 2) FROM rests WHERE rest <> '')
            SELECT DISTINCT tenant_id, substr(rest, 1, 100), user_id FROM rests WHERE dropped = ' ' AND rest <> ''
            """,
            """
            CREATE INDEX users_disabled ON users (tenant_id, display_name_folded, id)
            WHERE deleted_at IS NULL AND NOT is_enabled
            """,
            """
            CREATE INDEX users_guests ON users (tenant_id, display_name_folded, id)
            WHERE deleted_at IS NULL AND kind = 'guest'
            """,
            """
            CREATE INDEX users_grace ON users (tenant_id, registration_grace_started_at, id)
            WHERE deleted_at IS NULL AND registration_grace_started_at IS NOT NULL
            """,
            "CREATE INDEX sign_ins_legacy ON sign_ins (tenant_id, created_at, id, status, is_legacy) WHERE is_legacy",
            "CREATE INDEX sign_ins_by_error ON sign_ins (tenant_id, error_code, created_at, id) WHERE error_code <> 0",
            "CREATE INDEX sign_ins_by_correlation ON sign_ins (correlation_id, created_at, id)",
            "CREATE INDEX audits_by_activity ON audits (tenant_id, activity, created_at, id)",
            "ALTER TABLE audit_targets ADD COLUMN created_at BIGINT NOT NULL DEFAULT 0",
            "UPDATE audit_targets SET created_at = (SELECT created_at FROM audits WHERE audits.id = audit_id)",
            "CREATE INDEX audit_targets_in_order ON audit_targets (tenant_id, target_id, created_at, audit_id)",
        ])
}
