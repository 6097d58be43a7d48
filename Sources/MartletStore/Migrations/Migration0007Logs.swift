extension Migration {
    /// The logs outlive what they speak of, so they refer to nothing but their tenant.
    static let logs = Migration(
        number: 7,
        title: "The sign-in log and the audit log",
        statements: [
            """
            CREATE TABLE sign_ins (
                id TEXT NOT NULL PRIMARY KEY,
                tenant_id TEXT NOT NULL REFERENCES tenants (id),
                created_at BIGINT NOT NULL,
                correlation_id TEXT NOT NULL,
                user_id TEXT,
                user_principal_name TEXT NOT NULL,
                user_display_name TEXT NOT NULL,
                application_id TEXT,
                application_name TEXT NOT NULL,
                resource TEXT NOT NULL,
                door TEXT NOT NULL,
                client_app_used TEXT NOT NULL,
                is_legacy BOOLEAN NOT NULL,
                protocol_name TEXT NOT NULL,
                address TEXT NOT NULL,
                user_agent TEXT NOT NULL,
                country TEXT,
                is_interactive BOOLEAN NOT NULL,
                status TEXT NOT NULL,
                error_code BIGINT NOT NULL,
                failure_reason TEXT NOT NULL,
                requirement TEXT NOT NULL,
                reasons TEXT NOT NULL,
                policies TEXT NOT NULL,
                details TEXT NOT NULL,
                session_id TEXT)
            """,
            // The last two columns let the counts of the overview be taken from the index alone.
            "CREATE INDEX sign_ins_by_time ON sign_ins (tenant_id, created_at, id, status, is_legacy)",
            "CREATE INDEX sign_ins_by_user ON sign_ins (user_id, created_at, id) WHERE user_id IS NOT NULL",
            """
            CREATE TABLE audits (
                id TEXT NOT NULL PRIMARY KEY,
                tenant_id TEXT NOT NULL REFERENCES tenants (id),
                created_at BIGINT NOT NULL,
                correlation_id TEXT NOT NULL,
                activity TEXT NOT NULL,
                category TEXT NOT NULL,
                succeeded BOOLEAN NOT NULL,
                result_reason TEXT NOT NULL,
                is_alert BOOLEAN NOT NULL,
                actor_kind TEXT NOT NULL,
                actor_id TEXT,
                actor_name TEXT NOT NULL,
                actor_folded TEXT NOT NULL,
                address TEXT NOT NULL,
                targets TEXT NOT NULL,
                changes TEXT NOT NULL)
            """,
            "CREATE INDEX audits_by_time ON audits (tenant_id, created_at, id)",
            "CREATE INDEX audits_alerts ON audits (tenant_id, created_at, id) WHERE is_alert",
            """
            CREATE TABLE audit_targets (
                tenant_id TEXT NOT NULL REFERENCES tenants (id),
                target_id TEXT NOT NULL,
                audit_id TEXT NOT NULL REFERENCES audits (id) ON DELETE CASCADE,
                PRIMARY KEY (tenant_id, target_id, audit_id))
            """,
            "CREATE INDEX audit_targets_by_audit ON audit_targets (audit_id)",
        ])
}
