extension Migration {
    static let digestKey = Migration(
        number: 10,
        title: "The key of digests, apart from the sealing key",
        statements: ["ALTER TABLE installation ADD COLUMN sealed_digest_key BYTEA"])
}
