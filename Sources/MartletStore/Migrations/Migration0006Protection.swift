extension Migration {
    static let protection = Migration(
        number: 6,
        title: "Lockout counters and what is familiar",
        statements: [
            """
            CREATE TABLE lockouts (
                tenant_id TEXT NOT NULL REFERENCES tenants (id),
                subject TEXT NOT NULL,
                kind TEXT NOT NULL,
                failures BIGINT NOT NULL CHECK (failures >= 0),
                lock_count BIGINT NOT NULL CHECK (lock_count >= 0),
                locked_until BIGINT,
                last_failure_at BIGINT NOT NULL,
                recent_wrong TEXT NOT NULL,
                PRIMARY KEY (tenant_id, subject, kind))
            """,
            "CREATE INDEX lockouts_by_age ON lockouts (last_failure_at)",
            """
            CREATE TABLE familiarities (
                user_id TEXT NOT NULL,
                kind TEXT NOT NULL,
                key TEXT NOT NULL,
                tenant_id TEXT NOT NULL,
                first_seen_at BIGINT NOT NULL,
                last_seen_at BIGINT NOT NULL,
                remembers_mfa_until BIGINT,
                PRIMARY KEY (user_id, kind, key),
                FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id))
            """,
            "CREATE INDEX familiarities_by_age ON familiarities (last_seen_at)",
        ])
}
