import MartletDirectory

/// The signed-in browsers.
package struct SessionRows {
    static let columns = """
        id, tenant_id, user_id, secret_hash, browser_hash, proofs, used_remembered_browser, is_persistent, address,
        user_agent, country, created_at, last_seen_at, expires_at, ended_at, end_reason
        """
    private static let insert = """
        INSERT INTO sessions (\(columns))
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
        """
    private static let findBySecret = "SELECT \(columns) FROM sessions WHERE secret_hash = $1"
    private static let find = "SELECT \(columns) FROM sessions WHERE id = $1 AND tenant_id = $2"

    let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// Opens a session for whom the gate let through; the clearance must name the same user and tenant.
    package func insert(_ session: Session, by clearance: some Cleared) throws {
        precondition(
            clearance.subject == session.user && clearance.tenant == session.tenant,
            "a session is opened for whom the gate let through")
        try connection.execute(
            Self.insert,
            [
                .id(session.id), .id(session.tenant), .id(session.user), .blob(session.secretHash),
                .blob(session.browserHash), .text(ProofsColumn.text(session.proofs)),
                .boolean(session.usedRememberedBrowser), .boolean(session.isPersistent), .text(session.origin.address),
                .text(session.origin.userAgent), .text(optional: session.origin.country), .time(session.createdAt),
                .time(session.lastSeenAt), .time(session.expiresAt), .time(session.endedAt),
                .text(optional: session.endReason?.rawValue),
            ])
    }

    /// The session behind a cookie, ended or not; the caller judges the times.
    package func find(secretHash: [UInt8]) throws -> Session? {
        try connection.first(Self.findBySecret, [.blob(secretHash)], Self.session)
    }

    /// The session with this identifier, ended or not.
    package func find(_ id: ID<Session>, in tenant: ID<Tenant>) throws -> Session? {
        try connection.first(Self.find, [.id(id), .id(tenant)], Self.session)
    }

    /// The user's sessions that are neither ended nor expired, last used first.
    package func list(_ user: ID<User>, liveAt time: Timestamp) throws -> [Session] {
        try connection.all(
            """
            SELECT \(Self.columns) FROM sessions WHERE user_id = $1 AND ended_at IS NULL AND expires_at > $2
            ORDER BY last_seen_at DESC, id
            """, [.id(user), .time(time)], Self.session)
    }

    /// Moves the time of last use on, never back.
    package func touch(_ id: ID<Session>, at time: Timestamp) throws {
        try connection.execute(
            "UPDATE sessions SET last_seen_at = $2 WHERE id = $1 AND last_seen_at < $2", [.id(id), .time(time)])
    }

    /// Adds to what was proven and gives the session a new secret, so that the old cookie is dead (A108); `false` if
    /// the session has ended, is not the one of whom the gate let through, or would live longer than it did.
    @discardableResult
    package func raise(
        _ id: ID<Session>, proofs: [Proof], usedRememberedBrowser: Bool, secretHash: [UInt8], expiresAt: Timestamp,
        by clearance: some Cleared
    ) throws -> Bool {
        try connection.execute(
            """
            UPDATE sessions SET proofs = $4, used_remembered_browser = $5, secret_hash = $6, expires_at = $7
            WHERE id = $1 AND tenant_id = $2 AND user_id = $3 AND ended_at IS NULL AND expires_at >= $7
            """,
            [
                .id(id), .id(clearance.tenant), .id(clearance.subject), .text(ProofsColumn.text(proofs)),
                .boolean(usedRememberedBrowser), .blob(secretHash), .time(expiresAt),
            ]) == 1
    }

    /// Reads a session from a row with `columns`.
    static func session(_ row: inout SQLRow) throws -> Session {
        Session(
            id: try row.id("id"), tenant: try row.id("tenant_id"), user: try row.id("user_id"),
            secretHash: try row.blob("secret_hash"), browserHash: try row.blob("browser_hash"),
            proofs: try row.proofs("proofs"), usedRememberedBrowser: try row.boolean("used_remembered_browser"),
            isPersistent: try row.boolean("is_persistent"),
            origin: Origin(
                address: try row.text("address"), userAgent: try row.text("user_agent"),
                country: try row.optionalText("country")),
            createdAt: try row.timestamp("created_at"), lastSeenAt: try row.timestamp("last_seen_at"),
            expiresAt: try row.timestamp("expires_at"), endedAt: try row.optionalTimestamp("ended_at"),
            endReason: try row.optionalText("end_reason").map(endReason))
    }

    private static func endReason(_ word: String) throws -> Session.EndReason {
        guard let reason = Session.EndReason(rawValue: word) else {
            throw StoreError.unexpectedColumn("column `end_reason` does not hold a word of EndReason")
        }
        return reason
    }
}
