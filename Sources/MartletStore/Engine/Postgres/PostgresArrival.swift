import MartletDirectory

/// The first transaction of a node on a history that it has not seen before: it finds out whether acknowledged writes
/// are missing there, and if so has everything ended that they may have ended or spent.
///
/// The history's row in a table of the engine's says where its own transactions begin, as the first node found it: an
/// acknowledged number from there on belongs to the old history, whatever the server says of it. What is older the
/// server is asked for.
struct PostgresArrival {
    static let table = "martlet_timelines"
    private static let make = """
        CREATE TABLE IF NOT EXISTS \(table) (
            name TEXT NOT NULL PRIMARY KEY, first_number BIGINT NOT NULL, has_ended_everything BOOLEAN NOT NULL)
        """
    private static let insert = """
        INSERT INTO \(table) (name, first_number, has_ended_everything)
        VALUES ($1, CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT), FALSE)
        """

    private let timeline: PostgresTimeline
    private let left: PostgresTimeline?
    private let acknowledged: [Int64]

    /// An arrival at `timeline`, from another one or after a start (`nil`), with the last transactions that the callers
    /// of each connection were told of.
    init(at timeline: PostgresTimeline, from left: PostgresTimeline?, acknowledged: [Int64]) {
        self.timeline = timeline
        self.left = left
        self.acknowledged = acknowledged
    }

    /// Judges and answers, while no other write of any node is under way; `nil` where nothing happened.
    func judge(_ link: PostgresLink, _ answer: FailoverAnswer) throws(PostgresFailure) -> StoreFailover? {
        let connection = PostgresConnection(link, .writingAlone)
        do {
            // To end everything of a large directory takes longer than anything that a person waits for.
            let failover = try connection.atLeisure {
                try connection.execute("SET LOCAL enable_seqscan = on", [])
                return try inscribe(connection, answer)
            }
            try connection.commit()
            return failover
        } catch {
            if let failure = error as? PostgresFailure ?? connection.failure { throw failure }
            try connection.rollback()
            throw .refused(.unavailable("after a failover of the database: \(error)"))
        }
    }

    private func inscribe(_ connection: PostgresConnection, _ answer: FailoverAnswer) throws -> StoreFailover? {
        try connection.execute(Self.make, [])
        let known = try connection.number("SELECT COUNT(*) AS count FROM \(Self.table)", [], "count")
        let isNew = try row(connection) == nil
        if isNew { try connection.execute(Self.insert, [.text(timeline.name)]) }
        guard let row = try row(connection), known > 0 || left != nil, isNew || left != nil else { return nil }
        let loss = try loss(connection, since: row.firstNumber)
        let ends = loss != .none && !row.hasEnded
        let failover = StoreFailover(left: left?.name, reached: timeline.name, loss: loss, endsEverything: ends)
        if ends {
            try answer.mend(Tables(connection), failover)
            try connection.execute(
                "UPDATE \(Self.table) SET has_ended_everything = TRUE WHERE name = $1", [.text(timeline.name)])
        }
        return failover
    }

    private func row(_ connection: PostgresConnection) throws -> (firstNumber: Int64, hasEnded: Bool)? {
        try connection.first(
            "SELECT first_number, has_ended_everything FROM \(Self.table) WHERE name = $1", [.text(timeline.name)]
        ) { row in
            (Int64(try row.number("first_number")), try row.boolean("has_ended_everything"))
        }
    }

    private func loss(_ connection: PostgresConnection, since first: Int64) throws -> StoreFailover.Loss {
        // A node that has just started was told nothing, and one whose database is another cluster cannot compare.
        guard let left, left.cluster == timeline.cluster else { return .unknown }
        for number in acknowledged {
            guard number < first else { return .some }
            let status = try connection.first(
                "SELECT pg_xact_status(CAST($1 AS xid8)) AS status", [.text(String(number))]
            ) { try $0.optionalText("status") }
            // No status: so old that the server has forgotten it, and so committed long before.
            if let status = status ?? nil, status != "committed" { return .some }
        }
        return .none
    }
}
