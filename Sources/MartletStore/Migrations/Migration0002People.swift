extension Migration {
    /// `(tenant_id, id)` is unique so that every row about a user can refer to both: no row of one tenant can
    /// belong to a user of another.
    static let people = Migration(
        number: 2,
        title: "People and what they prove themselves with",
        statements: [
            """
            CREATE TABLE users (
                id TEXT NOT NULL PRIMARY KEY,
                tenant_id TEXT NOT NULL REFERENCES tenants (id),
                user_principal_name TEXT NOT NULL,
                upn_folded TEXT NOT NULL,
                display_name TEXT NOT NULL,
                display_name_folded TEXT NOT NULL,
                search_text TEXT NOT NULL,
                given_name TEXT,
                surname TEXT,
                kind TEXT NOT NULL,
                is_enabled BOOLEAN NOT NULL,
                is_emergency_access BOOLEAN NOT NULL,
                created_at BIGINT NOT NULL,
                deleted_at BIGINT,
                sessions_valid_from BIGINT NOT NULL,
                registration_grace_started_at BIGINT,
                preferred_language TEXT,
                UNIQUE (tenant_id, id))
            """,
            "CREATE UNIQUE INDEX users_by_name ON users (tenant_id, upn_folded) WHERE deleted_at IS NULL",
            "CREATE INDEX users_in_order ON users (tenant_id, display_name_folded, id) WHERE deleted_at IS NULL",
            """
            CREATE TABLE passwords (
                user_id TEXT NOT NULL PRIMARY KEY,
                tenant_id TEXT NOT NULL,
                hash TEXT NOT NULL,
                changed_at BIGINT NOT NULL,
                must_change BOOLEAN NOT NULL,
                expires_at BIGINT,
                FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id))
            """,
            """
            CREATE TABLE totp_methods (
                id TEXT NOT NULL PRIMARY KEY,
                user_id TEXT NOT NULL,
                tenant_id TEXT NOT NULL,
                name TEXT NOT NULL,
                sealed_secret BYTEA NOT NULL,
                created_at BIGINT NOT NULL,
                last_accepted_step BIGINT NOT NULL,
                FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id))
            """,
            "CREATE INDEX totp_methods_of_user ON totp_methods (user_id, created_at)",
            """
            CREATE TABLE recovery_codes (
                user_id TEXT NOT NULL,
                tenant_id TEXT NOT NULL,
                hash BYTEA NOT NULL,
                created_at BIGINT NOT NULL,
                spent_at BIGINT,
                PRIMARY KEY (user_id, hash),
                FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id))
            """,
        ])
}
