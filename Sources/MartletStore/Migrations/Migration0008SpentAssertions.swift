extension Migration {
    static let spentAssertions = Migration(
        number: 8,
        title: "The assertions that apps have spent",
        statements: [
            """
            CREATE TABLE spent_assertions (
                tenant_id TEXT NOT NULL,
                application_id TEXT NOT NULL,
                digest BYTEA NOT NULL,
                expires_at BIGINT NOT NULL,
                PRIMARY KEY (tenant_id, application_id, digest),
                FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id) ON DELETE CASCADE)
            """,
            "CREATE INDEX spent_assertions_by_age ON spent_assertions (expires_at)",
        ])
}
