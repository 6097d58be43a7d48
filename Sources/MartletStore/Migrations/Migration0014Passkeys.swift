extension Migration {
    /// A credential is one person's in the whole store: the index that finds it also keeps it from being taken twice (A066).
    static let passkeys = Migration(
        number: 14,
        title: "Passkeys",
        statements: [
            """
            CREATE TABLE passkeys (
                id TEXT NOT NULL PRIMARY KEY,
                user_id TEXT NOT NULL,
                tenant_id TEXT NOT NULL,
                name TEXT NOT NULL,
                credential_id BYTEA NOT NULL,
                public_key BYTEA NOT NULL,
                sign_count BIGINT NOT NULL,
                aaguid TEXT NOT NULL,
                is_backup_eligible BOOLEAN NOT NULL,
                is_backed_up BOOLEAN NOT NULL,
                is_attested BOOLEAN NOT NULL,
                transports TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                last_used_at BIGINT,
                FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id))
            """,
            "CREATE UNIQUE INDEX passkeys_by_credential ON passkeys (credential_id)",
            "CREATE INDEX passkeys_of_user ON passkeys (user_id, created_at)",
        ])
}
