/// One step of the schema's history: SQL that runs unchanged on every engine.
///
/// Released migrations never change; a test holds their checksums. There is no way back but the backup.
package struct Migration: Sendable {
    /// Its place in the history, 1 and up without gaps.
    package let number: Int
    /// What it does, in a line.
    package let title: String
    /// The statements in order.
    package let statements: [String]

    /// A step with every field given.
    package init(number: Int, title: String, statements: [String]) {
        self.number = number
        self.title = title
        self.statements = statements
    }

    /// FNV-1a of the statements, 16 hexadecimal digits: a change by accident cannot go unseen.
    package var checksum: String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in statements.joined(separator: ";\n").utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Runs what of the history has not run yet, in the transaction of `connection`.
    static func applyAll(on connection: any SQLConnection) throws {
        try apply(all, on: connection)
    }

    /// Runs what of `history` has not run yet.
    static func apply(_ history: [Migration], on connection: any SQLConnection) throws {
        try connection.execute(
            """
            CREATE TABLE IF NOT EXISTS schema_migrations (
                number BIGINT NOT NULL PRIMARY KEY, title TEXT NOT NULL, checksum TEXT NOT NULL)
            """, [])
        let applied = try appliedChecksums(on: connection)
        guard applied.keys.allSatisfy({ $0 <= history.count }) else { throw StoreError.newerSchema }
        for migration in history where applied[migration.number] == nil {
            for statement in migration.statements { try connection.execute(statement, []) }
            try connection.execute(
                "INSERT INTO schema_migrations (number, title, checksum) VALUES ($1, $2, $3)",
                [.number(migration.number), .text(migration.title), .text(migration.checksum)])
        }
    }

    /// The checksums that a database of exactly this program has recorded, by number.
    static let knownChecksums = Dictionary(uniqueKeysWithValues: all.map { ($0.number, $0.checksum) })

    /// The checksums that the database recorded, by number.
    static func appliedChecksums(on connection: any SQLConnection) throws -> [Int: String] {
        let rows = try connection.all("SELECT number, checksum FROM schema_migrations ORDER BY number", []) { row in
            (try row.number("number"), try row.text("checksum"))
        }
        return Dictionary(uniqueKeysWithValues: rows)
    }
}
