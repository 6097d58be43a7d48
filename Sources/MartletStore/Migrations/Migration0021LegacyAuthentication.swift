extension Migration {
    /// Where programs that know nothing but passwords may still come in.
    ///
    /// A new organisation takes passwords alone nowhere. One that runs without the security defaults at this moment
    /// goes on as it was: each surface stands at `both` until somebody switches it.
    static let legacyAuthentication = Migration(
        number: 21,
        title: "Modern authentication by surface, and the mail door",
        statements: [
            "ALTER TABLE tenants ADD COLUMN legacy_authentication TEXT NOT NULL DEFAULT '{}'",
            """
            UPDATE tenants SET legacy_authentication = '{"directory":{"mode":"both"},"mail":{"mode":"both"},\
            "network":{"mode":"both"},"web":{"mode":"both"}}'
            WHERE NOT security_defaults_enabled
            """,
        ])
}
