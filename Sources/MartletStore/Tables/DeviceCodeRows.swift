import MartletDirectory

/// The device codes, by the digests of both their codes.
package struct DeviceCodeRows {
    private static let columns = """
        hash, user_code_hash, tenant_id, application_id, scopes, details, address, user_agent, country, status, user_id,
        session_id, proofs, used_remembered_browser, correlation_id, interval_seconds, polled_at, created_at, expires_at,
        spent_at
        """
    private static let insert = """
        INSERT INTO device_codes (\(columns))
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
        ON CONFLICT (user_code_hash) DO NOTHING
        """
    private static let approve = """
        UPDATE device_codes SET status = 'approved', user_id = $2, session_id = $3, proofs = $4,
            used_remembered_browser = $5
        WHERE hash = $1 AND tenant_id = $6 AND status = 'pending' AND expires_at > $7
        """
    private static let poll = """
        UPDATE device_codes SET polled_at = $2
        WHERE hash = $1 AND (polled_at IS NULL OR polled_at + interval_seconds * 1000 <= $2)
        """
    private static let slowDown = """
        UPDATE device_codes SET polled_at = $2, interval_seconds = interval_seconds + 5
        WHERE hash = $1 AND interval_seconds < $3
        """

    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// Keeps a code that nobody has answered yet; `false` if its user code is taken. It opens nothing before `approve`.
    package func insert(_ code: DeviceCode) throws -> Bool {
        try connection.execute(
            Self.insert,
            [
                .blob(code.hash), .blob(code.userCodeHash), .id(code.tenant), .id(code.application),
                .text(code.scopes.description), .text(try DocumentColumn.text(code.details)),
                .text(code.origin.address), .text(code.origin.userAgent), .text(optional: code.origin.country),
                .text(code.status.rawValue), .text(optional: code.user?.rawValue),
                .text(optional: code.session?.rawValue), .text(ProofsColumn.text(code.proofs)),
                .boolean(code.usedRememberedBrowser), .text(code.correlationID), .number(code.intervalSeconds),
                .time(code.polledAt), .time(code.createdAt), .time(code.expiresAt), .time(code.spentAt),
            ]) == 1
    }

    /// The code with this digest, whatever became of it.
    package func find(_ hash: [UInt8]) throws -> DeviceCode? {
        try connection.first("SELECT \(Self.columns) FROM device_codes WHERE hash = $1", [.blob(hash)], Self.code)
    }

    /// The code that is typed as the one with this digest, whatever became of it.
    package func find(userCode hash: [UInt8]) throws -> DeviceCode? {
        try connection.first(
            "SELECT \(Self.columns) FROM device_codes WHERE user_code_hash = $1", [.blob(hash)], Self.code)
    }

    /// Lets the device in, for whom the gate let through; `false` if the code was answered before or has expired.
    package func approve(
        _ hash: [UInt8], session: ID<Session>, proofs: [Proof], usedRememberedBrowser: Bool, at time: Timestamp,
        by clearance: some Cleared
    ) throws -> Bool {
        try connection.execute(
            Self.approve,
            [
                .blob(hash), .id(clearance.subject), .id(session), .text(ProofsColumn.text(proofs)),
                .boolean(usedRememberedBrowser), .id(clearance.tenant), .time(time),
            ]) == 1
    }

    /// Turns the device away; `false` if the code was answered before.
    @discardableResult package func deny(_ hash: [UInt8], user: ID<User>) throws -> Bool {
        try connection.execute(
            "UPDATE device_codes SET status = 'denied', user_id = $2 WHERE hash = $1 AND status = 'pending'",
            [.blob(hash), .id(user)]) == 1
    }

    /// Notes that the device asked; `false` if it did not wait as long as it was told to, and then it is to wait five
    /// seconds longer from now on (RFC 8628 section 3.5), up to a minute.
    package func poll(_ hash: [UInt8], at time: Timestamp) throws -> Bool {
        if try connection.execute(Self.poll, [.blob(hash), .time(time)]) == 1 { return true }
        try connection.execute(Self.slowDown, [.blob(hash), .time(time), .number(60)])
        return false
    }

    /// Spends an approved code and returns it; `nil` if there is none or it was spent before (A192).
    package func spend(_ hash: [UInt8], at time: Timestamp) throws -> DeviceCode? {
        try connection.first(
            """
            UPDATE device_codes SET spent_at = $2 WHERE hash = $1 AND status = 'approved' AND spent_at IS NULL
            RETURNING \(Self.columns)
            """, [.blob(hash), .time(time)], Self.code)
    }

    private static func code(_ row: inout SQLRow) throws -> DeviceCode {
        var code = DeviceCode(
            hash: try row.blob("hash"), userCodeHash: try row.blob("user_code_hash"), tenant: try row.id("tenant_id"),
            application: try row.id("application_id"), scopes: try row.scopes("scopes"),
            details: try row.document("details"),
            origin: Origin(
                address: try row.text("address"), userAgent: try row.text("user_agent"),
                country: try row.optionalText("country")),
            correlationID: try row.text("correlation_id"), intervalSeconds: try row.number("interval_seconds"),
            createdAt: try row.timestamp("created_at"), expiresAt: try row.timestamp("expires_at"))
        code.status = try row.word("status")
        code.user = try row.optionalID("user_id")
        code.session = try row.optionalID("session_id")
        code.proofs = try row.proofs("proofs")
        code.usedRememberedBrowser = try row.boolean("used_remembered_browser")
        code.polledAt = try row.optionalTimestamp("polled_at")
        code.spentAt = try row.optionalTimestamp("spent_at")
        return code
    }
}
