import MartletDirectory

/// Ends everything of one tenant that counts once or lets somebody in, for a store that was put back from a backup: what
/// became of these things since is not known any more (A297). What protects, such as lockouts, stays.
package struct EpochRows {
    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// Forgets the sign-ins under way, and spends every code that could still be redeemed.
    package func spendEverything(in tenant: ID<Tenant>, at time: Timestamp) throws {
        try connection.execute("DELETE FROM pending_sign_ins WHERE tenant_id = $1", [.id(tenant)])
        for table in ["phone_enrolments", "push_requests"] {
            try connection.execute("DELETE FROM \(table) WHERE tenant_id = $1", [.id(tenant)])
        }
        for table in ["authorization_codes", "device_codes", "pushed_requests"] {
            try connection.execute(
                "UPDATE \(table) SET spent_at = $2 WHERE tenant_id = $1 AND spent_at IS NULL",
                [.id(tenant), .time(time)])
        }
        // A pass that was used, replaced or deleted since would let somebody in again.
        try connection.execute("DELETE FROM temporary_access_passes WHERE tenant_id = $1", [.id(tenant)])
        try connection.execute(
            "UPDATE initial_access_tokens SET uses_left = 0 WHERE tenant_id = $1 AND uses_left > 0", [.id(tenant)])
    }

    /// Burns every time step up to `step` of every authenticator app or token that counts in steps of `period` seconds: a
    /// code that was used once is not used again.
    package func burnSteps(upTo step: Int64, period: Int64, in tenant: ID<Tenant>) throws {
        try connection.execute(
            """
            UPDATE totp_methods SET last_accepted_step = $2
            WHERE tenant_id = $1 AND last_accepted_step < $2 AND period_seconds = $3
            """, [.id(tenant), .integer(step), .integer(period)])
    }

    /// No browser stands in for a second factor any more.
    package func forgetRememberedBrowsers(in tenant: ID<Tenant>) throws {
        try connection.execute(
            """
            UPDATE familiarities SET remembers_mfa_until = NULL WHERE tenant_id = $1 AND remembers_mfa_until IS NOT NULL
            """, [.id(tenant)])
    }

    /// Nothing that anybody was issued before `time` counts (SD-51).
    package func moveSessionsValidFrom(to time: Timestamp, in tenant: ID<Tenant>) throws {
        try connection.execute(
            "UPDATE users SET sessions_valid_from = $2 WHERE tenant_id = $1 AND sessions_valid_from < $2",
            [.id(tenant), .time(time)])
    }
}
