import CPostgres

extension PostgresLink {
    /// What became of a transaction.
    enum Fate {
        case committed, undone, underWay
        /// The server has forgotten it, has crashed since, or is another than the one that ran it.
        case forgotten
    }

    /// The number of the server's process behind this connection.
    var process: Int32 { PQbackendPID(handle) }

    /// Asks what became of the transaction of another connection, and ends that one if it still holds it.
    ///
    /// A server that goes on from another history, or from its log after a crash, gives the same numbers to other
    /// transactions.
    func fate(
        of transaction: String, begunBy process: Int32, on timeline: PostgresTimeline, crashMark: String
    ) throws(PostgresFailure) -> Fate {
        guard timeline == self.timeline, crashMark == self.crashMark else { return .forgotten }
        // A process that waits for a client who is gone would keep the transaction open for seconds.
        let answers = try exchange([
            Statement(
                sql: """
                    SELECT count(pg_terminate_backend(pid)) AS ended FROM pg_stat_activity
                    WHERE pid = CAST($1 AS INTEGER) AND state LIKE 'idle in transaction%'
                        AND backend_xid = CAST(CAST($2 AS xid8) AS xid)
                    """, arguments: [.integer(Int64(process)), .text(transaction)], isKept: false),
            Statement(
                sql: "SELECT pg_xact_status(CAST($1 AS xid8)) AS status", arguments: [.text(transaction)],
                isKept: false),
        ])
        let status = try? answers.last?.rows.first.map { row in
            var row = row
            return try row.optionalText("status")
        }
        return switch status {
        case "committed": .committed
        case "aborted": .undone
        case "in progress": .underWay
        default: .forgotten
        }
    }
}
