import MartletDirectory

/// What administrators allowed apps for everybody.
package struct OrganizationConsentRows {
    private static let columns = "application_id, tenant_id, scopes, granted_at, granted_by"
    private static let find = "SELECT \(columns) FROM organization_consents WHERE application_id = $1"

    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// What was allowed to the app.
    package func find(_ application: ID<Application>) throws -> OrganizationConsent? {
        try connection.first(Self.find, [.id(application)], Self.consent)
    }

    /// Replaces what is allowed to the app.
    package func save(_ consent: OrganizationConsent) throws {
        try connection.execute(
            """
            INSERT INTO organization_consents (\(Self.columns)) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (application_id) DO UPDATE SET scopes = excluded.scopes,
                granted_at = excluded.granted_at, granted_by = excluded.granted_by
            """,
            [
                .id(consent.application), .id(consent.tenant), .text(consent.scopes.description),
                .time(consent.grantedAt), .text(consent.grantedBy),
            ])
    }

    /// Takes back all that is allowed to the app; `false` if there was nothing.
    package func delete(_ application: ID<Application>) throws -> Bool {
        try connection.execute("DELETE FROM organization_consents WHERE application_id = $1", [.id(application)]) == 1
    }

    private static func consent(_ row: inout SQLRow) throws -> OrganizationConsent {
        OrganizationConsent(
            application: try row.id("application_id"), tenant: try row.id("tenant_id"),
            scopes: try row.scopes("scopes"), grantedAt: try row.timestamp("granted_at"),
            grantedBy: try row.text("granted_by"))
    }
}
