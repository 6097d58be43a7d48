import MartletDirectory

/// However a session ends, the apps that want to hear of it are written down in the same transaction, so that no way of
/// ending one can forget them and no crash can lose them (OpenID Connect Back-Channel Logout 1.0).
extension SessionRows {
    /// Ends one session; `false` if it has ended before or is not the tenant's.
    package func end(
        _ id: ID<Session>, in tenant: ID<Tenant>, at time: Timestamp, reason: Session.EndReason
    ) throws -> Bool {
        let hasEnded =
            try connection.execute(
                """
                UPDATE sessions SET ended_at = $3, end_reason = $4
                WHERE id = $1 AND tenant_id = $2 AND ended_at IS NULL
                """, [.id(id), .id(tenant), .time(time), .text(reason.rawValue)]) == 1
        if hasEnded { try LogoutDeliveryRows(connection).queue(endOf: id, at: time) }
        return hasEnded
    }

    /// Ends the user's sessions, all but `kept`, and says how many.
    @discardableResult
    package func endAll(
        _ user: ID<User>, at time: Timestamp, reason: Session.EndReason, except kept: ID<Session>? = nil
    ) throws -> Int {
        try LogoutDeliveryRows(connection).queue(endOfAllOf: user, except: kept, at: time)
        return try connection.execute(
            """
            UPDATE sessions SET ended_at = $2, end_reason = $3
            WHERE user_id = $1 AND ended_at IS NULL AND id <> $4
            """, [.id(user), .time(time), .text(reason.rawValue), Self.exception(kept)])
    }

    /// Ends the tenant's sessions, all but `kept`, and says how many (D24).
    @discardableResult
    package func endAll(
        in tenant: ID<Tenant>, at time: Timestamp, reason: Session.EndReason, except kept: ID<Session>? = nil
    ) throws -> Int {
        try LogoutDeliveryRows(connection).queue(endOfAllIn: tenant, except: kept, at: time)
        return try connection.execute(
            """
            UPDATE sessions SET ended_at = $2, end_reason = $3
            WHERE tenant_id = $1 AND ended_at IS NULL AND id <> $4
            """, [.id(tenant), .time(time), .text(reason.rawValue), Self.exception(kept)])
    }

    /// No session has an empty identifier, so that nothing is excepted by it.
    static func exception(_ kept: ID<Session>?) -> SQLValue { .text(kept?.rawValue ?? "") }
}
