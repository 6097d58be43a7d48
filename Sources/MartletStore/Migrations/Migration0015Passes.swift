extension Migration {
    /// Temporary access passes, tokens that show codes, and what is kept about people and their methods.
    static let passes = Migration(
        number: 15,
        title: "Temporary access passes, hardware tokens and preferences",
        statements: [
            """
            CREATE TABLE temporary_access_passes (
                user_id TEXT NOT NULL PRIMARY KEY,
                tenant_id TEXT NOT NULL,
                hash BYTEA NOT NULL,
                starts_at BIGINT NOT NULL,
                ends_at BIGINT NOT NULL,
                is_one_time BOOLEAN NOT NULL,
                created_at BIGINT NOT NULL,
                spent_at BIGINT,
                FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id))
            """,
            "CREATE INDEX temporary_access_passes_by_end ON temporary_access_passes (ends_at)",
            """
            CREATE INDEX temporary_access_passes_of_tenant ON temporary_access_passes (tenant_id)
            """,
            "ALTER TABLE totp_methods ADD COLUMN period_seconds BIGINT NOT NULL DEFAULT 30",
            "ALTER TABLE totp_methods ADD COLUMN is_hardware BOOLEAN NOT NULL DEFAULT FALSE",
            """
            CREATE TABLE hardware_tokens (
                id TEXT NOT NULL PRIMARY KEY,
                tenant_id TEXT NOT NULL REFERENCES tenants (id),
                serial_number TEXT NOT NULL,
                manufacturer TEXT NOT NULL,
                model TEXT NOT NULL,
                period_seconds BIGINT NOT NULL,
                sealed_secret BYTEA NOT NULL,
                user_id TEXT,
                method_id TEXT,
                created_at BIGINT NOT NULL,
                activated_at BIGINT,
                FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id),
                UNIQUE (tenant_id, serial_number))
            """,
            "CREATE INDEX hardware_tokens_of_user ON hardware_tokens (user_id) WHERE user_id IS NOT NULL",
            """
            CREATE TABLE method_preferences (
                user_id TEXT NOT NULL PRIMARY KEY,
                tenant_id TEXT NOT NULL,
                default_method TEXT,
                campaign_snoozes BIGINT NOT NULL,
                campaign_snoozed_at BIGINT,
                registration_approved_until BIGINT,
                first_registered_at BIGINT,
                FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id))
            """,
        ])
}
