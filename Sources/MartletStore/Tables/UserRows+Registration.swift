import MartletDirectory

/// How many enabled users stand where on the way to a second factor.
package struct RegistrationCounts: Sendable, Equatable {
    /// Those who have an authenticator app, a passkey or a certificate.
    package var registered: Int
    /// Those without one whose grace has not begun, or began before the given time.
    package var notBegun: Int
    /// Those without one whose grace runs.
    package var running: Int
    /// Those without one whose grace is over or forfeited.
    package var over: Int

    /// Counts with every field given.
    package init(registered: Int, notBegun: Int, running: Int, over: Int) {
        self.registered = registered
        self.notBegun = notBegun
        self.running = running
        self.over = over
    }
}

extension UserRows {
    private static let isRegistered = """
        (EXISTS (SELECT 1 FROM totp_methods WHERE totp_methods.user_id = users.id)
        OR EXISTS (SELECT 1 FROM passkeys WHERE passkeys.user_id = users.id)
        OR EXISTS (
            SELECT 1 FROM person_certificates
            WHERE person_certificates.user_id = users.id AND person_certificates.not_after IS NOT NULL))
        """

    /// Whether a user has an authenticator app, a passkey or a certificate that was shown; recovery codes are no registration.
    package func isRegistered(_ user: ID<User>) throws -> Bool {
        try connection.first("SELECT id FROM users WHERE id = $1 AND \(Self.isRegistered)", [.id(user)]) { row in
            try row.text("id")
        } != nil
    }

    /// The users who have an authenticator app, a phone or a passkey, up to `limit` of them.
    package func registered(in tenant: ID<Tenant>, limit: Int) throws -> [ID<User>] {
        try connection.all(
            """
            SELECT id FROM users WHERE tenant_id = $1 AND deleted_at IS NULL AND \(Self.isRegistered)
            ORDER BY id LIMIT $2
            """, [.id(tenant), .number(limit)]
        ) { row in try row.id("id") }
    }

    /// Counts the enabled users who are not deleted. A grace counts if it began at `since` or later; it runs if it began
    /// after `end`.
    package func registrationCounts(
        in tenant: ID<Tenant>, since: Timestamp, end: Timestamp
    ) throws -> RegistrationCounts {
        let counts = try connection.first(
            """
            SELECT COUNT(*) FILTER (WHERE is_registered) AS registered,
                COUNT(*) FILTER (WHERE NOT is_registered AND (began IS NULL OR began <> $2 AND began < $3)) AS not_begun,
                COUNT(*) FILTER (WHERE NOT is_registered AND began <> $2 AND began >= $3 AND began > $4) AS running,
                COUNT(*) FILTER (WHERE NOT is_registered) AS unregistered
            FROM (
                SELECT \(Self.isRegistered) AS is_registered, registration_grace_started_at AS began FROM users
                WHERE tenant_id = $1 AND deleted_at IS NULL AND is_enabled) AS people
            """, [.id(tenant), .time(User.forfeitedGrace), .time(since), .time(end)]
        ) { row in
            let (registered, notBegun, running) = (
                try row.number("registered"), try row.number("not_begun"), try row.number("running")
            )
            return RegistrationCounts(
                registered: registered, notBegun: notBegun, running: running,
                over: try row.number("unregistered") - notBegun - running)
        }
        return counts ?? RegistrationCounts(registered: 0, notBegun: 0, running: 0, over: 0)
    }

    /// Those whose grace runs, the first to be stopped first.
    package func inGrace(in tenant: ID<Tenant>, since: Timestamp, end: Timestamp, limit: Int) throws -> [User] {
        try connection.all(
            """
            SELECT \(Self.columns) FROM users
            WHERE tenant_id = $1 AND deleted_at IS NULL AND is_enabled AND registration_grace_started_at IS NOT NULL
                AND registration_grace_started_at <> $2 AND registration_grace_started_at >= $3
                AND registration_grace_started_at > $4 AND NOT \(Self.isRegistered)
            ORDER BY registration_grace_started_at, id LIMIT $5
            """, [.id(tenant), .time(User.forfeitedGrace), .time(since), .time(end), .number(limit)], Self.user)
    }
}
