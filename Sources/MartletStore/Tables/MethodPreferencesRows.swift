import MartletDirectory

/// What is kept about people and their methods.
package struct MethodPreferencesRows {
    private static let columns = """
        user_id, tenant_id, default_method, campaign_snoozes, campaign_snoozed_at, registration_approved_until,
        first_registered_at, first_registered_from
        """
    private static let find = "SELECT \(columns) FROM method_preferences WHERE user_id = $1"
    private static let save = """
        INSERT INTO method_preferences (\(columns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (user_id) DO UPDATE SET default_method = excluded.default_method,
            campaign_snoozes = excluded.campaign_snoozes, campaign_snoozed_at = excluded.campaign_snoozed_at,
            registration_approved_until = excluded.registration_approved_until,
            first_registered_at = excluded.first_registered_at,
            first_registered_from = excluded.first_registered_from
        """
    private static let newest = """
        SELECT \(columns) FROM method_preferences WHERE tenant_id = $1 AND first_registered_at >= $2
        ORDER BY first_registered_at DESC, user_id DESC LIMIT $3
        """

    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// What is kept about a user; everything at its beginning where nothing is.
    package func find(_ user: ID<User>, in tenant: ID<Tenant>) throws -> MethodPreferences {
        try connection.first(Self.find, [.id(user)], Self.preferences) ?? MethodPreferences(user: user, tenant: tenant)
    }

    /// Those whose first method was registered since a time, newest first.
    package func firstRegistered(
        in tenant: ID<Tenant>, since time: Timestamp, limit: Int
    ) throws -> [MethodPreferences] {
        try connection.all(Self.newest, [.id(tenant), .time(time), .number(limit)], Self.preferences)
    }

    /// Keeps what is to be known about a user.
    package func save(_ preferences: MethodPreferences) throws {
        try connection.execute(
            Self.save,
            [
                .id(preferences.user), .id(preferences.tenant), .text(optional: preferences.defaultMethod?.name),
                .number(preferences.campaignSnoozes), .time(preferences.campaignSnoozedAt),
                .time(preferences.registrationApprovedUntil), .time(preferences.firstRegisteredAt),
                .text(preferences.firstRegisteredFrom),
            ])
    }

    /// Forgets a user.
    package func delete(_ user: ID<User>) throws {
        try connection.execute("DELETE FROM method_preferences WHERE user_id = $1", [.id(user)])
    }

    private static func preferences(_ row: inout SQLRow) throws -> MethodPreferences {
        var preferences = MethodPreferences(user: try row.id("user_id"), tenant: try row.id("tenant_id"))
        let name = try row.optionalText("default_method")
        preferences.defaultMethod = Method.allCases.first { $0.name == name }
        preferences.campaignSnoozes = try row.number("campaign_snoozes")
        preferences.campaignSnoozedAt = try row.optionalTimestamp("campaign_snoozed_at")
        preferences.registrationApprovedUntil = try row.optionalTimestamp("registration_approved_until")
        preferences.firstRegisteredAt = try row.optionalTimestamp("first_registered_at")
        preferences.firstRegisteredFrom = try row.text("first_registered_from")
        return preferences
    }
}
