import MartletDirectory

/// The messages that sessions have ended, which apps are waiting for: an outbox that outlives a crash.
package struct LogoutDeliveryRows {
    private static let columns = """
        id, tenant_id, application_id, session_id, user_id, uri, attempts, next_try_at, last_problem, created_at,
        delivered_at, given_up_at
        """

    let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// Queues a message; nothing happens where the app is told of the session already.
    package func insert(_ delivery: LogoutDelivery) throws {
        try connection.execute(
            """
            INSERT INTO logout_deliveries (\(Self.columns))
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            ON CONFLICT (application_id, session_id) DO NOTHING
            """,
            [
                .id(delivery.id), .id(delivery.tenant), .id(delivery.application), .id(delivery.session),
                .id(delivery.user), .text(delivery.uri), .number(delivery.attempts), .time(delivery.nextTryAt),
                .text(delivery.lastProblem), .time(delivery.createdAt), .time(delivery.deliveredAt),
                .time(delivery.givenUpAt),
            ])
    }

    /// The message with this identifier.
    package func find(_ id: ID<LogoutDelivery>) throws -> LogoutDelivery? {
        try connection.first(
            "SELECT \(Self.columns) FROM logout_deliveries WHERE id = $1", [.id(id)], Self.delivery)
    }

    /// Whether a try is due.
    package func isAnyDue(at time: Timestamp) throws -> Bool { try !due(at: time, limit: 1).isEmpty }

    /// Takes up to `limit` messages that are due, longest waiting first, as the caller's own until `lease`: no other node
    /// tries them before (F40). A node that dies with one loses it to another then.
    package func claim(at time: Timestamp, until lease: Timestamp, limit: Int) throws -> [LogoutDelivery] {
        var claimed: [LogoutDelivery] = []
        for var delivery in try due(at: time, limit: limit) {
            let isMine = try connection.execute(
                """
                UPDATE logout_deliveries SET attempts = attempts + 1, next_try_at = $3
                WHERE id = $1 AND attempts = $2 AND delivered_at IS NULL AND given_up_at IS NULL
                """, [.id(delivery.id), .number(delivery.attempts), .time(lease)])
            guard isMine == 1 else { continue }
            delivery.attempts += 1
            delivery.nextTryAt = lease
            claimed.append(delivery)
        }
        return claimed
    }

    /// Writes down how a claimed try ended; `false` if another has taken the message over since.
    package func settle(_ delivery: LogoutDelivery) throws -> Bool {
        try connection.execute(
            """
            UPDATE logout_deliveries SET next_try_at = $3, last_problem = $4, delivered_at = $5, given_up_at = $6
            WHERE id = $1 AND attempts = $2 AND delivered_at IS NULL AND given_up_at IS NULL
            """,
            [
                .id(delivery.id), .number(delivery.attempts), .time(delivery.nextTryAt), .text(delivery.lastProblem),
                .time(delivery.deliveredAt), .time(delivery.givenUpAt),
            ]) == 1
    }

    /// How the app's messages since `time` went.
    package func tally(of application: ID<Application>, since time: Timestamp) throws -> LogoutDelivery.Tally {
        let counts = try connection.first(
            """
            SELECT COUNT(*) AS number, COUNT(delivered_at) AS delivered, COUNT(given_up_at) AS given_up
            FROM logout_deliveries WHERE application_id = $1 AND created_at > $2
            """, [.id(application), .time(time)]
        ) { row in (try row.number("number"), try row.number("delivered"), try row.number("given_up")) }
        guard let (all, delivered, givenUp) = counts else { return LogoutDelivery.Tally() }
        return LogoutDelivery.Tally(delivered: delivered, waiting: all - delivered - givenUp, givenUp: givenUp)
    }

    /// The app's messages that wait for their next try, soonest first.
    package func waiting(for application: ID<Application>, limit: Int) throws -> [LogoutDelivery] {
        try connection.all(
            """
            SELECT \(Self.columns) FROM logout_deliveries
            WHERE application_id = $1 AND delivered_at IS NULL AND given_up_at IS NULL
            ORDER BY next_try_at LIMIT $2
            """, [.id(application), .number(limit)], Self.delivery)
    }

    private func due(at time: Timestamp, limit: Int) throws -> [LogoutDelivery] {
        try connection.all(
            """
            SELECT \(Self.columns) FROM logout_deliveries
            WHERE delivered_at IS NULL AND given_up_at IS NULL AND next_try_at <= $1 ORDER BY next_try_at LIMIT $2
            """, [.time(time), .number(limit)], Self.delivery)
    }

    private static func delivery(_ row: inout SQLRow) throws -> LogoutDelivery {
        LogoutDelivery(
            id: try row.id("id"), tenant: try row.id("tenant_id"), application: try row.id("application_id"),
            session: try row.id("session_id"), user: try row.id("user_id"), uri: try row.text("uri"),
            attempts: try row.number("attempts"), nextTryAt: try row.timestamp("next_try_at"),
            lastProblem: try row.text("last_problem"), createdAt: try row.timestamp("created_at"),
            deliveredAt: try row.optionalTimestamp("delivered_at"),
            givenUpAt: try row.optionalTimestamp("given_up_at"))
    }
}
