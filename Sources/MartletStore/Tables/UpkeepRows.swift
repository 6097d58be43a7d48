import MartletDirectory

/// Removes what is past its use, in batches small enough to run beside sign-ins.
package struct UpkeepRows {
    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// Removes up to `limit` rows of each kind that is past its use at `time`, and says how many; the caller repeats
    /// until there are none.
    ///
    /// Codes stay a day after they expire and refresh tokens as long as their family, so that a stolen one that comes
    /// back late is still recognised (A143, A158); sessions stay 30 days after their end for the user's list of them.
    package func deleteExpired(at time: Timestamp, limit: Int) throws -> Int {
        let dayAgo = time - .days(1)
        let monthAgo = time - .days(30)
        let quarterAgo = time - .days(90)
        var removed = 0
        removed += try delete("pending_sign_ins", key: "handle_hash", where: "expires_at <= $1", time, limit)
        removed += try delete("authorization_codes", key: "hash", where: "expires_at <= $1", dayAgo, limit)
        // Five minutes longer than what was spent, for nodes whose clocks differ; a day longer where the thing may live
        // for an hour, so that a clock that is wrong for a while does not make it fresh again (A306).
        removed += try delete(
            "spent_assertions", keys: "tenant_id, application_id, digest", where: "expires_at <= $1", dayAgo, limit)
        removed += try delete(
            "spent_identifiers", keys: "tenant_id, purpose, digest",
            where: "purpose = 'proofOfPossession' AND expires_at <= $1", time - .minutes(5), limit)
        removed += try delete(
            "spent_identifiers", keys: "tenant_id, purpose, digest",
            where: "purpose <> 'proofOfPossession' AND expires_at <= $1", dayAgo, limit)
        removed += try delete("pushed_requests", key: "hash", where: "expires_at <= $1", dayAgo, limit)
        removed += try delete("device_codes", key: "hash", where: "expires_at <= $1", dayAgo, limit)
        removed += try delete("phone_enrolments", key: "id", where: "expires_at <= $1", time, limit)
        removed += try delete("push_requests", key: "id", where: "expires_at <= $1", dayAgo, limit)
        removed += try delete("temporary_access_passes", key: "user_id", where: "ends_at <= $1", dayAgo, limit)
        removed += try delete("mfa_blocks", key: "user_id", where: "ends_at <= $1", time, limit)
        removed += try delete("logout_deliveries", key: "id", where: "created_at <= $1", monthAgo, limit)
        removed += try delete("refresh_families", key: "id", where: "expires_at <= $1", dayAgo, limit)
        removed += try delete(
            "sessions", key: "id", where: "ended_at IS NOT NULL AND ended_at <= $1 AND \(Self.leftNothing)", monthAgo,
            limit)
        removed += try delete(
            "sessions", key: "id", where: "expires_at <= $1 AND \(Self.leftNothing)", monthAgo, limit)
        removed += try delete(
            "familiarities", keys: "user_id, kind, key", where: "last_seen_at <= $1", quarterAgo, limit)
        removed += try delete(
            "lockouts", keys: "tenant_id, subject, kind",
            where: "last_failure_at <= $1 AND (locked_until IS NULL OR locked_until <= $1)", dayAgo, limit)
        return removed
    }

    /// The time before which log rows were removed already; 1970 if none were.
    package func logsPrunedBefore(in tenant: ID<Tenant>) throws -> Timestamp {
        try connection.first("SELECT logs_pruned_before FROM tenants WHERE id = $1", [.id(tenant)]) { row in
            try row.timestamp("logs_pruned_before")
        } ?? Timestamp(milliseconds: 0)
    }

    /// Removes up to `limit` rows of each log, and of the legacy report, that are older than `time`, oldest first, and says
    /// how many (D30).
    package func pruneLogs(in tenant: ID<Tenant>, before time: Timestamp, limit: Int) throws -> Int {
        try connection.execute(
            "UPDATE tenants SET logs_pruned_before = $2 WHERE id = $1 AND logs_pruned_before < $2",
            [.id(tenant), .time(time)])
        var removed = 0
        for log in ["sign_ins", "audits"] {
            removed += try connection.execute(
                """
                DELETE FROM \(log) WHERE id IN (
                    SELECT id FROM \(log) WHERE tenant_id = $1 AND created_at < $2 ORDER BY created_at, id LIMIT $3)
                """, [.id(tenant), .time(time), .number(limit)])
        }
        // What nobody has tried for so long is moved, or gone (SD-41).
        removed += try connection.execute(
            """
            DELETE FROM legacy_entries WHERE id IN (
                SELECT id FROM legacy_entries WHERE tenant_id = $1 AND last_seen_at < $2
                ORDER BY last_seen_at, id LIMIT $3)
            """, [.id(tenant), .time(time), .number(limit)])
        return removed
    }

    /// A session goes after the codes and refresh families that came from it.
    private static let leftNothing = """
        NOT EXISTS (SELECT 1 FROM refresh_families WHERE session_id = sessions.id)
        AND NOT EXISTS (SELECT 1 FROM authorization_codes WHERE session_id = sessions.id)
        AND NOT EXISTS (SELECT 1 FROM device_codes WHERE session_id = sessions.id)
        """

    private func delete(
        _ table: String, key: String, where condition: String, _ time: Timestamp, _ limit: Int
    ) throws -> Int {
        try connection.execute(
            "DELETE FROM \(table) WHERE \(key) IN (SELECT \(key) FROM \(table) WHERE \(condition) LIMIT $2)",
            [.time(time), .number(limit)])
    }

    private func delete(
        _ table: String, keys: String, where condition: String, _ time: Timestamp, _ limit: Int
    ) throws -> Int {
        try connection.execute(
            "DELETE FROM \(table) WHERE (\(keys)) IN (SELECT \(keys) FROM \(table) WHERE \(condition) LIMIT $2)",
            [.time(time), .number(limit)])
    }
}
