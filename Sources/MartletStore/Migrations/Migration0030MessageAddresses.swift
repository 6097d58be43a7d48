extension Migration {
    /// Addresses of ntfy and UnifiedPush that people gave for their phones.
    static let messageAddresses = Migration(
        number: 30,
        title: "Message addresses of phones",
        statements: [
            "ALTER TABLE phones ADD COLUMN message_address TEXT",
            "ALTER TABLE phones ADD COLUMN message_request TEXT",
            "ALTER TABLE phones ADD COLUMN message_tried_at BIGINT",
        ])
}
