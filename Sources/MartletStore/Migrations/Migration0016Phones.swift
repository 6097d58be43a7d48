extension Migration {
    /// A phone is the authenticator app of its identifier, and goes when that goes. The push identity is the
    /// installation's: a browser subscribes once for all accounts in it.
    static let phones = Migration(
        number: 16,
        title: "Phones that answer sign-ins",
        statements: [
            """
            CREATE TABLE phones (
                id TEXT NOT NULL PRIMARY KEY REFERENCES totp_methods (id) ON DELETE CASCADE,
                tenant_id TEXT NOT NULL,
                user_id TEXT NOT NULL,
                public_key BYTEA NOT NULL,
                push_endpoint TEXT,
                push_key BYTEA,
                push_secret BYTEA,
                created_at BIGINT NOT NULL,
                last_seen_at BIGINT NOT NULL,
                FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id))
            """,
            "CREATE INDEX phones_of_user ON phones (user_id, created_at)",
            """
            CREATE TABLE phone_enrolments (
                id TEXT NOT NULL PRIMARY KEY,
                tenant_id TEXT NOT NULL,
                user_id TEXT NOT NULL,
                owner_hash BYTEA NOT NULL UNIQUE,
                code_hash BYTEA NOT NULL UNIQUE,
                state TEXT NOT NULL,
                name TEXT NOT NULL,
                public_key BYTEA NOT NULL,
                push_endpoint TEXT,
                push_key BYTEA,
                push_secret BYTEA,
                number BIGINT NOT NULL,
                wrong_tries BIGINT NOT NULL,
                created_at BIGINT NOT NULL,
                expires_at BIGINT NOT NULL,
                FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id))
            """,
            "CREATE INDEX phone_enrolments_by_user ON phone_enrolments (user_id)",
            "CREATE INDEX phone_enrolments_by_expiry ON phone_enrolments (expires_at)",
            """
            CREATE TABLE push_requests (
                id TEXT NOT NULL PRIMARY KEY,
                tenant_id TEXT NOT NULL,
                user_id TEXT NOT NULL,
                handle_hash BYTEA NOT NULL,
                number BIGINT NOT NULL,
                client TEXT NOT NULL,
                application_name TEXT NOT NULL,
                address TEXT NOT NULL,
                user_agent TEXT NOT NULL,
                country TEXT,
                created_at BIGINT NOT NULL,
                expires_at BIGINT NOT NULL,
                state TEXT NOT NULL,
                wrong_tries BIGINT NOT NULL,
                phone_id TEXT,
                answered_at BIGINT,
                notified_at BIGINT,
                FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id))
            """,
            "CREATE INDEX push_requests_by_user ON push_requests (user_id, created_at)",
            "CREATE INDEX push_requests_by_flow ON push_requests (handle_hash, created_at)",
            "CREATE INDEX push_requests_by_expiry ON push_requests (expires_at)",
            """
            CREATE INDEX push_requests_to_tell ON push_requests (expires_at)
            WHERE state = 'pending' AND notified_at IS NULL
            """,
            """
            CREATE TABLE push_identity (
                id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
                sealed_private_key BYTEA NOT NULL,
                created_at BIGINT NOT NULL)
            """,
        ])
}
