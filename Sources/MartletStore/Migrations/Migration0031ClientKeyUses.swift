extension Migration {
    /// When an app last proved itself with a key of its key set, or with a certificate of an authority.
    static let clientKeyUses = Migration(
        number: 31,
        title: "Last use of key sets and of certificates by authority",
        statements: [
            """
            CREATE TABLE client_key_uses (
                application_id TEXT NOT NULL,
                source TEXT NOT NULL,
                tenant_id TEXT NOT NULL,
                name TEXT NOT NULL,
                last_used_at BIGINT NOT NULL,
                PRIMARY KEY (application_id, source),
                FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id) ON DELETE CASCADE)
            """
        ])
}
