extension Migration {
    /// Which accounts are those of programs.
    static let serviceAccounts = Migration(
        number: 32,
        title: "Service accounts",
        statements: [
            "ALTER TABLE users ADD COLUMN is_service BOOLEAN NOT NULL DEFAULT FALSE",
            "CREATE INDEX users_services ON users (tenant_id, id) WHERE is_service",
        ])
}
