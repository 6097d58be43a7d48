extension Migration {
    /// The report outlives the log that it is made of, and, like it, refers to nothing but its tenant.
    static let legacyReport = Migration(
        number: 22,
        title: "The legacy authentication report, and the last use of apps' credentials",
        statements: [
            """
            CREATE TABLE legacy_entries (
                id TEXT NOT NULL PRIMARY KEY,
                tenant_id TEXT NOT NULL REFERENCES tenants (id),
                entry_key TEXT NOT NULL,
                user_id TEXT,
                application_id TEXT,
                door TEXT NOT NULL,
                client_app_used TEXT NOT NULL,
                protocol_name TEXT NOT NULL,
                network TEXT NOT NULL,
                user_agent TEXT NOT NULL,
                user_principal_name TEXT NOT NULL,
                user_display_name TEXT NOT NULL,
                application_name TEXT NOT NULL,
                last_address TEXT NOT NULL,
                first_seen_at BIGINT NOT NULL,
                last_seen_at BIGINT NOT NULL,
                attempts BIGINT NOT NULL,
                succeeded BIGINT NOT NULL,
                refused_proven BIGINT NOT NULL,
                last_proven_at BIGINT,
                last_succeeded_at BIGINT,
                days TEXT NOT NULL,
                owner_id TEXT,
                state TEXT NOT NULL,
                accepted_until BIGINT,
                note TEXT NOT NULL,
                reopened_at BIGINT,
                UNIQUE (tenant_id, entry_key))
            """,
            "CREATE INDEX legacy_entries_by_time ON legacy_entries (tenant_id, last_seen_at, id)",
            "CREATE INDEX legacy_entries_proven ON legacy_entries (tenant_id, last_proven_at, id)",
            """
            CREATE INDEX legacy_entries_by_user ON legacy_entries (user_id, last_seen_at, id)
            WHERE user_id IS NOT NULL
            """,
            "ALTER TABLE client_credentials ADD COLUMN last_used_at BIGINT",
        ])
}
