import MartletDirectory

/// What each person allowed each app.
package struct ConsentRows {
    private static let columns = "user_id, application_id, tenant_id, scopes, granted_at"
    private static let find = "SELECT \(columns) FROM consents WHERE user_id = $1 AND application_id = $2"

    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// What the user allowed the app.
    package func find(_ user: ID<User>, application: ID<Application>) throws -> Consent? {
        try connection.first(Self.find, [.id(user), .id(application)], Self.consent)
    }

    /// Adds the scopes to what the user allowed the app before.
    package func save(_ consent: Consent) throws {
        let earlier = try find(consent.user, application: consent.application)?.scopes ?? ScopeSet([])
        try connection.execute(
            """
            INSERT INTO consents (\(Self.columns)) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (user_id, application_id) DO UPDATE SET scopes = excluded.scopes,
                granted_at = excluded.granted_at
            """,
            [
                .id(consent.user), .id(consent.application), .id(consent.tenant),
                .text(earlier.union(consent.scopes).description), .time(consent.grantedAt),
            ])
    }

    /// What the user allowed, newest first.
    package func list(_ user: ID<User>) throws -> [Consent] {
        try connection.all(
            "SELECT \(Self.columns) FROM consents WHERE user_id = $1 ORDER BY granted_at DESC, application_id",
            [.id(user)], Self.consent)
    }

    /// What people allowed the app, in no order and `limit` at most.
    package func list(of application: ID<Application>, in tenant: ID<Tenant>, limit: Int) throws -> [Consent] {
        try connection.all(
            "SELECT \(Self.columns) FROM consents WHERE tenant_id = $1 AND application_id = $2 LIMIT $3",
            [.id(tenant), .id(application), .number(limit)], Self.consent)
    }

    /// Takes back what the user allowed the app; `false` if there was nothing.
    package func delete(_ user: ID<User>, application: ID<Application>) throws -> Bool {
        try connection.execute(
            "DELETE FROM consents WHERE user_id = $1 AND application_id = $2", [.id(user), .id(application)]) == 1
    }

    /// Takes back what anybody allowed the app, and says from how many people.
    package func deleteAll(of application: ID<Application>, in tenant: ID<Tenant>) throws -> Int {
        try connection.execute(
            "DELETE FROM consents WHERE tenant_id = $1 AND application_id = $2", [.id(tenant), .id(application)])
    }

    private static func consent(_ row: inout SQLRow) throws -> Consent {
        Consent(
            user: try row.id("user_id"), application: try row.id("application_id"), tenant: try row.id("tenant_id"),
            scopes: try row.scopes("scopes"), grantedAt: try row.timestamp("granted_at"))
    }
}
