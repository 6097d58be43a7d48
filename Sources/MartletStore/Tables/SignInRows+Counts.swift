import MartletDirectory

/// The sign-ins of one day in UTC.
package struct SignInDay: Sendable, Equatable {
    /// Midnight at which the day begins.
    package var day: Timestamp
    /// How many ended in access.
    package var success: Int
    /// How many were refused.
    package var failure: Int
    /// How many were asked for more.
    package var interrupted: Int
    /// How many of all came from clients that cannot do modern authentication.
    package var legacy: Int
    /// How many of those ended in access.
    package var legacySuccess: Int

    /// A day with every count given.
    package init(
        day: Timestamp, success: Int, failure: Int, interrupted: Int, legacy: Int, legacySuccess: Int = 0
    ) {
        self.day = day
        self.success = success
        self.failure = failure
        self.interrupted = interrupted
        self.legacy = legacy
        self.legacySuccess = legacySuccess
    }
}

/// Who tries legacy authentication, with what, and how often.
package struct LegacySource: Sendable, Equatable {
    /// The name that was tried.
    package var userPrincipalName: String
    /// The client, as the log names it.
    package var clientAppUsed: String
    /// How many tries.
    package var count: Int

    /// A source with every field given.
    package init(userPrincipalName: String, clientAppUsed: String, count: Int) {
        self.userPrincipalName = userPrincipalName
        self.clientAppUsed = clientAppUsed
        self.count = count
    }
}

extension SignInRows {
    /// The counts of each day between the two times that had a sign-in, oldest first; `to` is not included.
    package func countsByDay(in tenant: ID<Tenant>, from: Timestamp, to: Timestamp) throws -> [SignInDay] {
        try connection.all(
            """
            SELECT created_at / 86400000 AS day,
                COUNT(*) FILTER (WHERE status = 'success') AS success,
                COUNT(*) FILTER (WHERE status = 'failure') AS failure,
                COUNT(*) FILTER (WHERE status = 'interrupted') AS interrupted,
                COUNT(*) FILTER (WHERE is_legacy) AS legacy,
                COUNT(*) FILTER (WHERE is_legacy AND status = 'success') AS legacy_success
            FROM sign_ins WHERE tenant_id = $1 AND created_at >= $2 AND created_at < $3
            GROUP BY created_at / 86400000 ORDER BY day
            """, [.id(tenant), .time(from), .time(to)]
        ) { row in
            SignInDay(
                day: Timestamp(milliseconds: try row.integer("day") * 86_400_000), success: try row.number("success"),
                failure: try row.number("failure"), interrupted: try row.number("interrupted"),
                legacy: try row.number("legacy"), legacySuccess: try row.number("legacy_success"))
        }
    }

    /// How many legacy sign-ins were tried since `from`.
    package func legacyAttempts(in tenant: ID<Tenant>, from: Timestamp) throws -> Int {
        try connection.number(
            "SELECT COUNT(*) AS number FROM sign_ins WHERE tenant_id = $1 AND created_at >= $2 AND is_legacy",
            [.id(tenant), .time(from)], "number")
    }

    /// Who tried legacy sign-ins most often since `from`.
    package func topLegacy(in tenant: ID<Tenant>, from: Timestamp, limit: Int) throws -> [LegacySource] {
        try connection.all(
            """
            SELECT user_principal_name, client_app_used, COUNT(*) AS number FROM sign_ins
            WHERE tenant_id = $1 AND created_at >= $2 AND is_legacy
            GROUP BY user_principal_name, client_app_used
            ORDER BY number DESC, user_principal_name, client_app_used LIMIT $3
            """, [.id(tenant), .time(from), .number(limit)]
        ) { row in
            LegacySource(
                userPrincipalName: try row.text("user_principal_name"),
                clientAppUsed: try row.text("client_app_used"), count: try row.number("number"))
        }
    }
}
