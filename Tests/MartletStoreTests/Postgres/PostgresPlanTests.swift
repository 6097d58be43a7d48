import Testing

@testable import MartletStore

/// How PostgreSQL finds the rows of each statement: by an index, or this test says why not.
@Suite(.enabled(if: ConformanceEngine.postgresAddress != nil, "scripts/with-postgres starts a server"))
struct `Query plans on PostgreSQL` {
    /// What is asked about a whole tenant on purpose: the numbers of the overview, and who holds which role.
    private static let wholeTenant = [
        "SELECT users.id AS user_id, COUNT(*) AS number FROM users",
        "COUNT(*) FILTER (WHERE is_registered) AS registered",
        "SELECT user_id, role_id FROM role_assignments WHERE tenant_id = $1 AND user_id IS NOT NULL",
    ]

    /// Pages of what few rows of another table name: those are found by an index, and then sorted.
    private static let sortedFew = [
        "SELECT members.user_id FROM role_assignments AS held", "FROM initial_access_tokens",
        // Filters that the planner believes to leave few rows, on the rows of this test.
        "client_app_used = $2 AND", "user_principal_name LIKE $2", "application_id = $2 AND (created_at",
        "registration_grace_started_at <> $2",
        // The report of older protocols has a bounded number of lines (LegacyBounds).
        "FROM legacy_entries",
    ]

    /// The plans of a generic query of each statement, a line each, when whole tables are read only for want of an index.
    private func plans() async throws -> [String: [String]] {
        let address = try ConformanceEngine.newSchema(at: #require(ConformanceEngine.postgresAddress))
        var settings = PostgresSettings(address: address, connections: 2)
        settings.exchangeDeadline = .seconds(60)
        let engine = try PostgresEngine(settings)
        let store = Store(engine: engine)
        try await store.migrate()
        let statements = try await engine.write { connection in
            let recording = RecordingConnection(connection)
            try Sample.fill(Tables(recording))
            try EveryStatement.run(Tables(recording))
            return recording.statements
        }
        try await engine.write { try PlanFilling.fill($0) }
        let plans = try await engine.write { connection in
            try connection.execute("SET LOCAL plan_cache_mode = force_generic_plan", [])
            var plans: [String: [String]] = [:]
            for (number, (sql, arguments)) in statements.enumerated() {
                // A page is small, and the planner is to know: for a parameter it assumes a tenth of the table.
                let page = sql.replacing(#/LIMIT \$\d+/#, with: "LIMIT 50")
                let nulls = Array(repeating: "NULL", count: page == sql ? arguments : arguments - 1)
                try connection.execute("PREPARE plan_\(number) AS \(page)", [])
                let rows = try connection.rows(
                    "EXPLAIN (COSTS OFF) EXECUTE plan_\(number)"
                        + (nulls.isEmpty ? "" : "(\(nulls.joined(separator: ", ")))"), [])
                plans[sql] = try rows.map { row in
                    var row = row
                    return try row.text("QUERY PLAN")
                }
            }
            return plans
        }
        await engine.close()
        return plans
    }

    /// The nodes of a plan that read a table: the node's line, and whether a condition narrows what it reads.
    private func readings(_ plan: [String]) -> [(line: String, isNarrowed: Bool)] {
        plan.indices.filter { plan[$0].contains("Scan") && !plan[$0].contains("Subquery Scan") }.map { index in
            let details = plan[(index + 1)...].prefix { !$0.contains("->") }
            return (plan[index], details.contains { $0.contains("Index Cond:") || $0.contains("Recheck Cond:") })
        }
    }

    @Test func `every statement finds its rows by an index`() async throws {
        let plans = try await plans()
        #expect(plans.count > 120)
        for (sql, plan) in plans where !(QueryPlanExcuses.all + Self.wholeTenant).contains(where: sql.contains) {
            let isPage = sql.contains("LIMIT")
            for (line, isNarrowed) in readings(plan) {
                let isWhole = line.contains("Seq Scan") || (!isNarrowed && !isPage && !line.contains("CTE Scan"))
                #expect(!isWhole, "\(line) in \(sql)\n\(plan.joined(separator: "\n"))")
            }
        }
    }

    @Test func `a page of a list is read in order, not sorted`() async throws {
        for (sql, plan) in try await plans() where sql.contains("ORDER BY") && sql.contains("LIMIT") {
            if sql.contains("GROUP BY") || sql.contains("FROM tenants") { continue }
            if Self.sortedFew.contains(where: sql.contains) { continue }
            #expect(!plan.contains { $0.contains("Sort") }, "\(sql)\n\(plan.joined(separator: "\n"))")
        }
    }
}
