extension Migration {
    static let applications = Migration(
        number: 4,
        title: "Applications, their credentials, consents, and signing keys",
        statements: [
            """
            CREATE TABLE applications (
                id TEXT NOT NULL PRIMARY KEY,
                tenant_id TEXT NOT NULL REFERENCES tenants (id),
                display_name TEXT NOT NULL,
                display_name_folded TEXT NOT NULL,
                search_text TEXT NOT NULL,
                kind TEXT NOT NULL,
                redirect_uris TEXT NOT NULL,
                post_logout_redirect_uris TEXT NOT NULL,
                is_management BOOLEAN NOT NULL,
                allows_password_grant BOOLEAN NOT NULL,
                allows_device_code BOOLEAN NOT NULL,
                requires_pkce BOOLEAN NOT NULL,
                consent_mode TEXT NOT NULL,
                is_enabled BOOLEAN NOT NULL,
                created_at BIGINT NOT NULL,
                UNIQUE (tenant_id, id))
            """,
            "CREATE INDEX applications_in_order ON applications (tenant_id, display_name_folded, id)",
            """
            CREATE TABLE client_credentials (
                id TEXT NOT NULL PRIMARY KEY,
                application_id TEXT NOT NULL,
                tenant_id TEXT NOT NULL,
                kind TEXT NOT NULL,
                digest BYTEA NOT NULL,
                certificate BYTEA NOT NULL,
                hint TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                expires_at BIGINT,
                UNIQUE (application_id, digest),
                FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id) ON DELETE CASCADE)
            """,
            """
            CREATE TABLE consents (
                user_id TEXT NOT NULL,
                application_id TEXT NOT NULL,
                tenant_id TEXT NOT NULL,
                scopes TEXT NOT NULL,
                granted_at BIGINT NOT NULL,
                PRIMARY KEY (user_id, application_id),
                FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id),
                FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id) ON DELETE CASCADE)
            """,
            "CREATE INDEX consents_by_application ON consents (tenant_id, application_id)",
            """
            CREATE TABLE signing_keys (
                tenant_id TEXT NOT NULL REFERENCES tenants (id),
                key_id TEXT NOT NULL,
                algorithm TEXT NOT NULL,
                sealed_private_key BYTEA NOT NULL,
                public_jwk TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                signs_from BIGINT NOT NULL,
                signs_until BIGINT,
                removed_at BIGINT,
                PRIMARY KEY (tenant_id, key_id))
            """,
        ])
}
