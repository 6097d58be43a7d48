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

    /// Runs the first step of `history` that has not run yet, in the transaction of `connection`.
    ///
    /// What has run is read inside that transaction: of two nodes that start at once one finds the work done (F25).
    /// - Returns: the step, or `nil` where nothing is left to do.
    /// - Throws: `StoreError.newerSchema` before anything is touched.
    static func applyNext(of history: [Migration], on connection: any SQLConnection) throws -> Migration? {
        let state = try SchemaState(of: connection, history: history)
        guard !state.isNewer else { throw StoreError.newerSchema }
        guard let next = history.first(where: { state.pending.contains($0.number) }) else { return nil }
        if state.applied.isEmpty {
            try connection.execute(
                """
                CREATE TABLE IF NOT EXISTS \(table) (
                    number BIGINT NOT NULL PRIMARY KEY, title TEXT NOT NULL, checksum TEXT NOT NULL)
                """, [])
        }
        for statement in next.statements { try connection.execute(statement, []) }
        try connection.execute(
            "INSERT INTO \(table) (number, title, checksum) VALUES ($1, $2, $3)",
            [.number(next.number), .text(next.title), .text(next.checksum)])
        return next
    }

    /// Runs all of `history` that has not run yet in one transaction: for a store that nobody has seen yet.
    static func apply(_ history: [Migration], on connection: any SQLConnection) throws {
        while try applyNext(of: history, on: connection) != nil {}
    }

    /// Whether a database that recorded `applied` has every step of this program, as this program knows it.
    static func knows(_ applied: [Int: String]) -> Bool {
        all.allSatisfy { applied[$0.number] == $0.checksum }
    }

    /// The table that remembers which steps have run.
    static let table = "schema_migrations"

    /// The checksums that the database recorded, by number.
    static func appliedChecksums(on connection: any SQLConnection) throws -> [Int: String] {
        let rows = try connection.all("SELECT number, checksum FROM schema_migrations ORDER BY number", []) { row in
            (try row.number("number"), try row.text("checksum"))
        }
        return Dictionary(uniqueKeysWithValues: rows)
    }
}
