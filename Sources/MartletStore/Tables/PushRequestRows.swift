import MartletDirectory

/// The sign-ins that wait, or waited, for a phone.
package struct PushRequestRows {
    static let columns = """
        id, user_id, tenant_id, handle_hash, number, client, application_name, address, user_agent, country, created_at,
        expires_at, state, wrong_tries, phone_id, answered_at, notified_at, is_alone, follows_proof
        """

    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// Keeps a request that nobody has answered.
    package func insert(_ request: PhoneRequest) throws {
        try connection.execute(
            """
            INSERT INTO push_requests (\(Self.columns))
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
            """,
            [
                .id(request.id), .id(request.user), .id(request.tenant), .blob(request.handleHash),
                .number(request.number), .text(request.client), .text(request.applicationName),
                .text(request.origin.address), .text(request.origin.userAgent),
                .text(optional: request.origin.country), .time(request.createdAt), .time(request.expiresAt),
                .text(request.state.rawValue), .number(request.wrongTries), .id(request.phone),
                .time(request.answeredAt), .time(request.notifiedAt), .boolean(request.isAlone),
                .boolean(request.followsProof),
            ])
    }

    /// The request with this identifier.
    package func find(_ id: ID<PhoneRequest>) throws -> PhoneRequest? {
        try connection.first("SELECT \(Self.columns) FROM push_requests WHERE id = $1", [.id(id)], Self.request)
    }

    /// The newest request of a sign-in, of those that asked for a second factor or of those that stood alone.
    package func newest(handleHash: [UInt8], alone: Bool) throws -> PhoneRequest? {
        try connection.first(
            """
            SELECT \(Self.columns) FROM push_requests WHERE handle_hash = $1 AND is_alone = $2
            ORDER BY created_at DESC LIMIT 1
            """, [.blob(handleHash), .boolean(alone)], Self.request)
    }

    /// The user's requests that were asked after `time`, oldest first.
    package func list(_ user: ID<User>, after time: Timestamp) throws -> [PhoneRequest] {
        try connection.all(
            """
            SELECT \(Self.columns) FROM push_requests WHERE user_id = $1 AND created_at > $2 ORDER BY created_at, id
            """, [.id(user), .time(time)], Self.request)
    }

    /// Answers a request; `false` if it was answered before or can be answered no more (A052).
    package func answer(
        _ id: ID<PhoneRequest>, _ state: PhoneRequest.State, by phone: ID<TOTPMethod>, at time: Timestamp
    ) throws -> Bool {
        try connection.execute(
            """
            UPDATE push_requests SET state = $2, phone_id = $3, answered_at = $4
            WHERE id = $1 AND state = 'pending' AND expires_at > $4
            """, [.id(id), .text(state.rawValue), .id(phone), .time(time)]) == 1
    }

    /// Notes that a request was not the person's own, also when it is over already; `false` if it was answered before.
    package func report(_ id: ID<PhoneRequest>, by phone: ID<TOTPMethod>, at time: Timestamp) throws -> Bool {
        try connection.execute(
            """
            UPDATE push_requests SET state = 'reported', phone_id = $2, answered_at = $3
            WHERE id = $1 AND state = 'pending'
            """, [.id(id), .id(phone), .time(time)]) == 1
    }

    /// Ends a request that nobody has answered: its sign-in was left.
    package func withdraw(_ id: ID<PhoneRequest>, at time: Timestamp) throws {
        try connection.execute(
            "UPDATE push_requests SET expires_at = $2 WHERE id = $1 AND state = 'pending' AND expires_at > $2",
            [.id(id), .time(time)])
    }

    /// Ends all that a user's phones are asked, and all that they have said yes to and no sign-in has gone on with yet.
    package func endAll(of user: ID<User>, at time: Timestamp) throws {
        try connection.execute(
            """
            UPDATE push_requests SET expires_at = $2 WHERE user_id = $1 AND state = 'pending' AND expires_at > $2
            """, [.id(user), .time(time)])
        try connection.execute(
            "UPDATE push_requests SET state = 'spent' WHERE user_id = $1 AND state = 'approved'", [.id(user)])
    }

    /// Counts another number than the one that was shown.
    package func countWrong(_ id: ID<PhoneRequest>) throws {
        try connection.execute(
            "UPDATE push_requests SET wrong_tries = wrong_tries + 1 WHERE id = $1 AND state = 'pending'", [.id(id)])
    }

    /// Spends an approved request; `true` for one caller only.
    package func spend(_ id: ID<PhoneRequest>) throws -> Bool {
        try connection.execute(
            "UPDATE push_requests SET state = 'spent' WHERE id = $1 AND state = 'approved'", [.id(id)]) == 1
    }

    /// Whether a phone is still to be told of something.
    package func isAnyToTell(at time: Timestamp) throws -> Bool { try !toTell(at: time, limit: 1).isEmpty }

    /// Takes up to `limit` requests of which no phone was told, as the caller's own: told once, by one node.
    package func claim(at time: Timestamp, limit: Int) throws -> [PhoneRequest] {
        var claimed: [PhoneRequest] = []
        for request in try toTell(at: time, limit: limit) {
            let isMine = try connection.execute(
                "UPDATE push_requests SET notified_at = $2 WHERE id = $1 AND notified_at IS NULL",
                [.id(request.id), .time(time)])
            if isMine == 1 { claimed.append(request) }
        }
        return claimed
    }

    /// Has a request told once more, because a phone could not be reached.
    package func tellAgain(_ id: ID<PhoneRequest>) throws {
        try connection.execute(
            "UPDATE push_requests SET notified_at = NULL WHERE id = $1 AND state = 'pending'", [.id(id)])
    }

    /// Forgets every request of a user.
    @discardableResult package func deleteAll(of user: ID<User>) throws -> Int {
        try connection.execute("DELETE FROM push_requests WHERE user_id = $1", [.id(user)])
    }

    private func toTell(at time: Timestamp, limit: Int) throws -> [PhoneRequest] {
        try connection.all(
            """
            SELECT \(Self.columns) FROM push_requests
            WHERE state = 'pending' AND notified_at IS NULL AND expires_at > $1 ORDER BY expires_at LIMIT $2
            """, [.time(time), .number(limit)], Self.request)
    }

    static func request(_ row: inout SQLRow) throws -> PhoneRequest {
        var request = PhoneRequest(
            id: try row.id("id"), user: try row.id("user_id"), tenant: try row.id("tenant_id"),
            handleHash: try row.blob("handle_hash"), number: try row.number("number"),
            client: try row.text("client"), applicationName: try row.text("application_name"),
            origin: Origin(
                address: try row.text("address"), userAgent: try row.text("user_agent"),
                country: try row.optionalText("country")),
            isAlone: try row.boolean("is_alone"), followsProof: try row.boolean("follows_proof"),
            createdAt: try row.timestamp("created_at"),
            expiresAt: try row.timestamp("expires_at"))
        request.state = try row.word("state")
        request.wrongTries = try row.number("wrong_tries")
        request.phone = try row.optionalID("phone_id")
        request.answeredAt = try row.optionalTimestamp("answered_at")
        request.notifiedAt = try row.optionalTimestamp("notified_at")
        return request
    }
}
