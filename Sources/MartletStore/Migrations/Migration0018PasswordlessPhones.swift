extension Migration {
    /// Phones that sign their people in without a password.
    static let passwordlessPhones = Migration(
        number: 18,
        title: "Phones that stand alone",
        statements: [
            "ALTER TABLE phones ADD COLUMN pin_hash BYTEA",
            "ALTER TABLE push_requests ADD COLUMN is_alone BOOLEAN NOT NULL DEFAULT FALSE",
            "ALTER TABLE pending_sign_ins ADD COLUMN phone_asked_at BIGINT",
        ])
}
