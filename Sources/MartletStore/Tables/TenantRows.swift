import MartletDirectory

/// The organisations.
package struct TenantRows {
    static let columns = """
        id, display_name, domain, created_at, security_defaults_enabled, security_defaults_enabled_at,
        registration_grace_days, log_retention_days, methods_policy, authentication_strengths, legacy_authentication
        """

    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// The tenant with this identifier.
    package func find(_ id: ID<Tenant>) throws -> Tenant? {
        try connection.first("SELECT \(Self.columns) FROM tenants WHERE id = $1", [.id(id)], Self.tenant)
    }

    /// The tenant that owns the domain, given in lower case.
    package func find(domain: String) throws -> Tenant? {
        try connection.first("SELECT \(Self.columns) FROM tenants WHERE domain = $1", [.text(domain)], Self.tenant)
    }

    /// The oldest tenant, if set-up has made one.
    package func first() throws -> Tenant? {
        try connection.first(
            "SELECT \(Self.columns) FROM tenants ORDER BY created_at, id LIMIT 1", [], Self.tenant)
    }

    /// Every tenant, oldest first.
    package func list() throws -> [Tenant] {
        try connection.all("SELECT \(Self.columns) FROM tenants ORDER BY created_at, id", [], Self.tenant)
    }

    /// Adds a tenant; `StoreError.conflict` if its domain is taken.
    package func insert(_ tenant: Tenant) throws {
        let settings = try Self.settings(tenant)
        try connection.execute(
            "INSERT INTO tenants (\(Self.columns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            [.id(tenant.id), .text(tenant.displayName), .text(tenant.domain), .time(tenant.createdAt)]
                + settings)
    }

    /// Replaces everything but the identifier and the day of creation.
    package func update(_ tenant: Tenant) throws {
        let settings = try Self.settings(tenant)
        try connection.executeOne(
            """
            UPDATE tenants SET display_name = $2, domain = $3, security_defaults_enabled = $4,
                security_defaults_enabled_at = $5, registration_grace_days = $6, log_retention_days = $7,
                methods_policy = $8, authentication_strengths = $9, legacy_authentication = $10
            WHERE id = $1
            """, [.id(tenant.id), .text(tenant.displayName), .text(tenant.domain)] + settings,
            orConflict: "the tenant is gone")
    }

    private static func settings(_ tenant: Tenant) throws -> [SQLValue] {
        [
            .boolean(tenant.securityDefaults.isEnabled), .time(tenant.securityDefaults.enabledAt),
            .number(tenant.securityDefaults.registrationGraceDays), .number(tenant.logRetentionDays),
            .text(try DocumentColumn.text(tenant.methodsPolicy)), .text(try DocumentColumn.text(tenant.strengths)),
            .text(try DocumentColumn.text(tenant.legacyAuthentication)),
        ]
    }

    /// Reads a tenant from a row with `columns`.
    static func tenant(_ row: inout SQLRow) throws -> Tenant {
        Tenant(
            id: try row.id("id"), displayName: try row.text("display_name"), domain: try row.text("domain"),
            createdAt: try row.timestamp("created_at"),
            securityDefaults: SecurityDefaultsSetting(
                isEnabled: try row.boolean("security_defaults_enabled"),
                enabledAt: try row.optionalTimestamp("security_defaults_enabled_at"),
                registrationGraceDays: try row.number("registration_grace_days")),
            logRetentionDays: try row.number("log_retention_days"),
            methodsPolicy: try row.document("methods_policy"),
            strengths: try row.document("authentication_strengths"),
            legacyAuthentication: try row.document("legacy_authentication"))
    }
}
