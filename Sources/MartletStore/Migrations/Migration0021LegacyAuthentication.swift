extension Migration {
    /// Where programs that know nothing but passwords may still come in.
    ///
    /// A new organisation takes passwords alone nowhere. One that runs without the security defaults at this moment
    /// goes on as it was: HTTP Basic, which is as old as it is, stands at `both` until somebody switches it.
    static let legacyAuthentication = Migration(
        number: 21,
        title: "Modern authentication by surface, and the mail door",
        statements: [
            "ALTER TABLE tenants ADD COLUMN legacy_authentication TEXT NOT NULL DEFAULT '{}'",
            """
            UPDATE tenants SET legacy_authentication = '{"web":{"mode":"both"}}' WHERE NOT security_defaults_enabled
            """,
        ])
}
