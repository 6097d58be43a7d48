extension Migration {
    /// The people whose second factors do not count for a while.
    static let mfaBlocks = Migration(
        number: 27,
        title: "The MFA block list",
        statements: [
            """
            CREATE TABLE mfa_blocks (
                user_id TEXT NOT NULL PRIMARY KEY,
                tenant_id TEXT NOT NULL,
                reason TEXT NOT NULL,
                cause TEXT NOT NULL,
                blocked_at BIGINT NOT NULL,
                ends_at BIGINT NOT NULL,
                FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id))
            """,
            "CREATE INDEX mfa_blocks_of_tenant ON mfa_blocks (tenant_id, blocked_at, user_id)",
            "CREATE INDEX mfa_blocks_by_end ON mfa_blocks (ends_at)",
        ])
}
