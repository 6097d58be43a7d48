extension Migration {
    /// A text that an administrator bound belongs to one person; what a name in a certificate bound is noted for each.
    static let certificates = Migration(
        number: 20,
        title: "Certificates of people",
        statements: [
            """
            CREATE TABLE certificate_authorities (
                id TEXT NOT NULL PRIMARY KEY,
                tenant_id TEXT NOT NULL REFERENCES tenants (id),
                certificate BYTEA NOT NULL,
                thumbprint TEXT NOT NULL,
                subject TEXT NOT NULL,
                key_identifier TEXT NOT NULL,
                is_root BOOLEAN NOT NULL,
                not_after BIGINT NOT NULL,
                created_at BIGINT NOT NULL,
                revocation_list BYTEA,
                list_ends_at BIGINT)
            """,
            """
            CREATE UNIQUE INDEX certificate_authorities_by_thumbprint
            ON certificate_authorities (tenant_id, thumbprint)
            """,
            """
            CREATE TABLE person_certificates (
                id TEXT NOT NULL PRIMARY KEY,
                user_id TEXT NOT NULL,
                tenant_id TEXT NOT NULL,
                binding TEXT NOT NULL,
                is_bound BOOLEAN NOT NULL,
                created_at BIGINT NOT NULL,
                subject TEXT,
                issuer TEXT,
                policies TEXT,
                not_after BIGINT,
                last_used_at BIGINT,
                FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id))
            """,
            """
            CREATE UNIQUE INDEX person_certificates_by_binding
            ON person_certificates (tenant_id, binding) WHERE is_bound
            """,
            "CREATE UNIQUE INDEX person_certificates_of_user ON person_certificates (user_id, binding)",
        ])
}
