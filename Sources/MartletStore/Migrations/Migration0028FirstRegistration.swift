extension Migration {
    /// Where first methods were registered from, and which are the newest.
    static let firstRegistration = Migration(
        number: 28,
        title: "First registrations",
        statements: [
            "ALTER TABLE method_preferences ADD COLUMN first_registered_from TEXT NOT NULL DEFAULT ''",
            """
            CREATE INDEX method_preferences_by_first_registration
            ON method_preferences (tenant_id, first_registered_at, user_id)
            """,
        ])
}
