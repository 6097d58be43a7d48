extension Migration {
    static let installationAndTenants = Migration(
        number: 1,
        title: "The installation and its tenants",
        statements: [
            """
            CREATE TABLE installation (
                id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
                set_up_completed_at BIGINT,
                set_up_code_hash BYTEA,
                sealing_key_check BYTEA)
            """,
            "INSERT INTO installation (id) VALUES (1)",
            """
            CREATE TABLE tenants (
                id TEXT NOT NULL PRIMARY KEY,
                display_name TEXT NOT NULL,
                domain TEXT NOT NULL UNIQUE,
                created_at BIGINT NOT NULL,
                security_defaults_enabled BOOLEAN NOT NULL,
                security_defaults_enabled_at BIGINT,
                registration_grace_days BIGINT NOT NULL CHECK (registration_grace_days BETWEEN 0 AND 14),
                log_retention_days BIGINT NOT NULL CHECK (log_retention_days >= 1),
                logs_pruned_before BIGINT NOT NULL DEFAULT 0)
            """,
        ])
}
