extension Migration {
    /// What an organisation wants beyond any second factor, and of whom by name.
    static let strengths = Migration(
        number: 19,
        title: "Authentication strengths and per-user MFA",
        statements: [
            "ALTER TABLE tenants ADD COLUMN authentication_strengths TEXT NOT NULL DEFAULT '{}'",
            "ALTER TABLE users ADD COLUMN per_user_mfa TEXT NOT NULL DEFAULT 'disabled'",
        ])
}
