extension Migration {
    static let oauth = Migration(
        number: 9,
        title: "What OAuth needs: settings of apps, device codes, pushed requests, assignments, logout deliveries",
        statements: [
            "ALTER TABLE applications ADD COLUMN settings TEXT NOT NULL DEFAULT '{}'",
            "ALTER TABLE authorization_codes ADD COLUMN details TEXT NOT NULL DEFAULT '{}'",
            "ALTER TABLE refresh_families ADD COLUMN details TEXT NOT NULL DEFAULT '{}'",
            """
            CREATE TABLE identifier_uris (
                tenant_id TEXT NOT NULL,
                uri TEXT NOT NULL,
                application_id TEXT NOT NULL,
                PRIMARY KEY (tenant_id, uri),
                FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id) ON DELETE CASCADE)
            """,
            "CREATE INDEX identifier_uris_by_application ON identifier_uris (application_id)",
            """
            CREATE TABLE app_role_assignments (
                id TEXT NOT NULL PRIMARY KEY,
                tenant_id TEXT NOT NULL REFERENCES tenants (id),
                resource_id TEXT NOT NULL,
                role_id TEXT NOT NULL,
                user_id TEXT,
                group_id TEXT,
                application_id TEXT,
                created_at BIGINT NOT NULL,
                CHECK ((user_id IS NOT NULL AND group_id IS NULL AND application_id IS NULL)
                    OR (user_id IS NULL AND group_id IS NOT NULL AND application_id IS NULL)
                    OR (user_id IS NULL AND group_id IS NULL AND application_id IS NOT NULL)),
                UNIQUE (resource_id, user_id, role_id),
                UNIQUE (resource_id, group_id, role_id),
                UNIQUE (resource_id, application_id, role_id),
                FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id),
                FOREIGN KEY (tenant_id, group_id) REFERENCES groups (tenant_id, id) ON DELETE CASCADE,
                FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id) ON DELETE CASCADE)
            """,
            "CREATE INDEX app_role_assignments_by_user ON app_role_assignments (user_id) WHERE user_id IS NOT NULL",
            "CREATE INDEX app_role_assignments_by_group ON app_role_assignments (group_id) WHERE group_id IS NOT NULL",
            """
            CREATE INDEX app_role_assignments_by_application ON app_role_assignments (application_id)
            WHERE application_id IS NOT NULL
            """,
            """
            CREATE TABLE organization_consents (
                application_id TEXT NOT NULL PRIMARY KEY,
                tenant_id TEXT NOT NULL,
                scopes TEXT NOT NULL,
                granted_at BIGINT NOT NULL,
                granted_by TEXT NOT NULL,
                FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id) ON DELETE CASCADE)
            """,
            """
            CREATE TABLE federated_credentials (
                id TEXT NOT NULL PRIMARY KEY,
                application_id TEXT NOT NULL,
                tenant_id TEXT NOT NULL,
                name TEXT NOT NULL,
                issuer TEXT NOT NULL,
                subject TEXT NOT NULL,
                audience TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                UNIQUE (application_id, issuer, subject),
                FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id) ON DELETE CASCADE)
            """,
            """
            CREATE TABLE spent_identifiers (
                tenant_id TEXT NOT NULL REFERENCES tenants (id),
                purpose TEXT NOT NULL,
                digest BYTEA NOT NULL,
                expires_at BIGINT NOT NULL,
                PRIMARY KEY (tenant_id, purpose, digest))
            """,
            "CREATE INDEX spent_identifiers_by_age ON spent_identifiers (expires_at)",
            """
            CREATE TABLE pushed_requests (
                hash BYTEA NOT NULL PRIMARY KEY,
                tenant_id TEXT NOT NULL,
                application_id TEXT NOT NULL,
                parameters TEXT NOT NULL,
                binding TEXT,
                created_at BIGINT NOT NULL,
                expires_at BIGINT NOT NULL,
                spent_at BIGINT,
                FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id) ON DELETE CASCADE)
            """,
            "CREATE INDEX pushed_requests_by_expiry ON pushed_requests (expires_at)",
            """
            CREATE TABLE device_codes (
                hash BYTEA NOT NULL PRIMARY KEY,
                user_code_hash BYTEA NOT NULL UNIQUE,
                tenant_id TEXT NOT NULL,
                application_id TEXT NOT NULL,
                scopes TEXT NOT NULL,
                details TEXT NOT NULL,
                address TEXT NOT NULL,
                user_agent TEXT NOT NULL,
                country TEXT,
                status TEXT NOT NULL,
                user_id TEXT,
                session_id TEXT REFERENCES sessions (id),
                proofs TEXT NOT NULL,
                used_remembered_browser BOOLEAN NOT NULL,
                correlation_id TEXT NOT NULL,
                interval_seconds BIGINT NOT NULL CHECK (interval_seconds >= 1),
                polled_at BIGINT,
                created_at BIGINT NOT NULL,
                expires_at BIGINT NOT NULL,
                spent_at BIGINT,
                FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id),
                FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id) ON DELETE CASCADE)
            """,
            "CREATE INDEX device_codes_by_expiry ON device_codes (expires_at)",
            "CREATE INDEX device_codes_by_session ON device_codes (session_id)",
            """
            CREATE TABLE logout_deliveries (
                id TEXT NOT NULL PRIMARY KEY,
                tenant_id TEXT NOT NULL,
                application_id TEXT NOT NULL,
                session_id TEXT NOT NULL,
                user_id TEXT NOT NULL,
                uri TEXT NOT NULL,
                attempts BIGINT NOT NULL CHECK (attempts >= 0),
                next_try_at BIGINT NOT NULL,
                last_problem TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                delivered_at BIGINT,
                given_up_at BIGINT,
                UNIQUE (application_id, session_id),
                FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id) ON DELETE CASCADE)
            """,
            """
            CREATE INDEX logout_deliveries_due ON logout_deliveries (next_try_at)
            WHERE delivered_at IS NULL AND given_up_at IS NULL
            """,
            """
            CREATE INDEX logout_deliveries_waiting ON logout_deliveries (application_id, next_try_at)
            WHERE delivered_at IS NULL AND given_up_at IS NULL
            """,
            "CREATE INDEX logout_deliveries_by_age ON logout_deliveries (created_at)",
            """
            CREATE TABLE initial_access_tokens (
                id TEXT NOT NULL PRIMARY KEY,
                tenant_id TEXT NOT NULL REFERENCES tenants (id),
                hash BYTEA NOT NULL UNIQUE,
                name TEXT NOT NULL,
                uses_left BIGINT NOT NULL CHECK (uses_left >= 0),
                created_by TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                expires_at BIGINT NOT NULL)
            """,
            "CREATE INDEX initial_access_tokens_by_tenant ON initial_access_tokens (tenant_id, created_at)",
        ])
}
