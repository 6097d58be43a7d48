extension Migration {
    /// The boxes that ask by RADIUS whether they may let somebody in.
    static let radius = Migration(
        number: 23,
        title: "RADIUS clients",
        statements: [
            """
            CREATE TABLE radius_clients (
                id TEXT NOT NULL PRIMARY KEY,
                tenant_id TEXT NOT NULL REFERENCES tenants (id),
                name TEXT NOT NULL,
                address_range TEXT NOT NULL UNIQUE,
                sealed_secret BYTEA NOT NULL,
                created_at BIGINT NOT NULL)
            """,
            "CREATE INDEX radius_clients_of_tenant ON radius_clients (tenant_id, address_range)",
        ])
}
