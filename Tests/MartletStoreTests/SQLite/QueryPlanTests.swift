import MartletStore
import Testing

/// How SQLite finds the rows of each statement: by an index, or this test says why not.
@Suite struct `Query plans` {
    /// Each statement of the rows with the lines of its plan.
    private func plans() async throws -> [String: [String]] {
        let engine = try SQLiteEngine(path: ":memory:")
        let store = Store(engine: engine)
        try await store.migrate()
        let plans = try await engine.write { connection in
            let recording = RecordingConnection(connection)
            try Sample.fill(Tables(recording))
            try EveryStatement.run(Tables(recording))
            return try recording.statements.mapValues { _ in [String]() }.merging(
                recording.statements.map { sql, arguments in
                    let rows = try connection.rows(
                        "EXPLAIN QUERY PLAN \(sql)", Array(repeating: .null, count: arguments))
                    return (
                        sql,
                        try rows.map { row in
                            var row = row
                            return try row.text("detail")
                        }
                    )
                }, uniquingKeysWith: { $1 })
        }
        await engine.close()
        return plans
    }

    @Test func `every statement finds its rows by an index`() async throws {
        let plans = try await plans()
        #expect(plans.count > 120)
        var scanning: Set<String> = []
        for (sql, lines) in plans {
            // `SCAN members` is a table; `SCAN (subquery-1)`, a constant row and what a co-routine answers with are what
            // a search has found.
            let scans = lines.filter { line in
                line.hasPrefix("SCAN ") && !line.contains("(") && !line.contains("CONSTANT")
                    && !lines.contains("CO-ROUTINE " + line.dropFirst("SCAN ".count))
            }
            guard !scans.isEmpty else { continue }
            if let excuse = QueryPlanExcuses.all.first(where: { sql.contains($0) }) {
                scanning.insert(excuse)
            } else {
                Issue.record("\(scans) in \(sql)")
            }
        }
        #expect(scanning == Set(QueryPlanExcuses.all), "an excuse that nobody needs is taken out")
    }

    @Test func `a page of a list is read in order, not sorted`() async throws {
        for (sql, lines) in try await plans() where sql.contains("ORDER BY") && sql.contains("LIMIT") {
            if sql.contains("GROUP BY") || sql.contains("FROM tenants") { continue }
            #expect(!lines.contains { $0.contains("USE TEMP B-TREE FOR ORDER BY") }, "\(sql)")
        }
    }

    @Test func `the counts of the overview are taken from the index alone`() async throws {
        let plans = try await plans()
        let counts = plans.filter {
            $0.key.contains("AS interrupted") || $0.key.hasPrefix("SELECT COUNT(*) AS number FROM sign_ins")
        }
        #expect(counts.count == 3)
        for (sql, lines) in counts {
            #expect(lines.contains { $0.contains("USING COVERING INDEX sign_ins_") }, "\(sql)")
        }
    }
}
