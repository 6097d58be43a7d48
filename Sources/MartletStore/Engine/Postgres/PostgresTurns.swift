/// The table by whose locks writes take turns; it belongs to the engine and never holds a row.
enum PostgresTurns {
    static let table = "martlet_turns"
    /// The number of the advisory lock under which the table is made; any fixed number that others are unlikely to use.
    private static let makingLock = "7451946321604318"

    /// Makes the engine's tables where they are missing. Safe when several nodes do so at once.
    static func prepare(_ link: PostgresLink) throws(PostgresFailure) {
        let answers = try link.exchange([
            .init(
                sql: """
                    SELECT to_regclass('\(table)') IS NOT NULL AND to_regclass('\(PostgresCrashes.table)') IS NOT NULL
                        AS is_there
                    """, isKept: false)
        ])
        let isThere = try? answers.last?.rows.first.map { row in
            var row = row
            return try row.boolean("is_there")
        }
        if isThere == true { return }
        try link.exchange([
            .init(sql: "BEGIN", isKept: false),
            .init(sql: "SELECT pg_advisory_xact_lock(\(makingLock))", isKept: false),
            .init(sql: "CREATE TABLE IF NOT EXISTS \(table) (turn BIGINT NOT NULL PRIMARY KEY)", isKept: false),
            .init(sql: PostgresCrashes.make, isKept: false),
            .init(sql: "COMMIT", isKept: false),
        ])
    }
}
