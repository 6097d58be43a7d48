extension Migration {
    /// Which ways of proving themselves an organisation's people may use.
    static let methodsPolicy = Migration(
        number: 13,
        title: "The policy of authentication methods",
        statements: [
            "ALTER TABLE tenants ADD COLUMN methods_policy TEXT NOT NULL DEFAULT '{}'"
        ])
}
