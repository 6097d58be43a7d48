extension Migration {
    static let restoration = Migration(
        number: 11,
        title: "When the store was put back from a backup",
        statements: [
            "ALTER TABLE installation ADD COLUMN restored_at BIGINT",
            "ALTER TABLE installation ADD COLUMN restored_backup_made_at BIGINT",
        ])
}
