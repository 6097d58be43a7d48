import MartletDirectory

/// The apps of each tenant.
package struct ApplicationRows {
    static let columns = """
        id, tenant_id, display_name, kind, redirect_uris, post_logout_redirect_uris, is_management,
        allows_password_grant, allows_device_code, requires_pkce, consent_mode, is_enabled, settings, created_at
        """
    private static let find = "SELECT \(columns) FROM applications WHERE id = $1"
    private static let findInTenant = "SELECT \(columns) FROM applications WHERE id = $1 AND tenant_id = $2"

    private static let findByURI = """
        SELECT \(columns) FROM applications
        WHERE id = (SELECT application_id FROM identifier_uris WHERE tenant_id = $1 AND uri = $2) AND tenant_id = $1
        """

    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// The app with this client id, of whichever tenant; the caller compares the tenant.
    package func find(_ id: ID<Application>) throws -> Application? {
        try connection.first(Self.find, [.id(id)], Self.application)
    }

    /// The tenant's app with this client id.
    package func find(_ id: ID<Application>, in tenant: ID<Tenant>) throws -> Application? {
        try connection.first(Self.findInTenant, [.id(id), .id(tenant)], Self.application)
    }

    /// Apps in the order of their folded names; `text` finds what begins with it in any word of the name.
    package func list(
        in tenant: ID<Tenant>, matching text: String? = nil, after cursor: String? = nil, limit: Int
    ) throws -> Page<Application> {
        var conditions = SQLConditions()
        conditions.add("tenant_id = ?", .id(tenant))
        if let pattern = SearchText.pattern(forTyped: text) {
            conditions.add(#"search_text LIKE ? ESCAPE '\'"#, .text(pattern))
        }
        if let place = Cursor.name(cursor) {
            conditions.add("(display_name_folded, id) > (?, ?)", .text(place.name), .text(place.id))
        }
        let rows = try connection.all(
            """
            SELECT \(Self.columns) FROM applications WHERE \(conditions.text)
            ORDER BY display_name_folded, id LIMIT \(conditions.place(of: .number(limit + 1)))
            """, conditions.arguments, Self.application)
        return Page(rows, limit: limit) { Cursor.text(name: $0.displayName.lowercased(), id: $0.id.rawValue) }
    }

    /// Adds an app.
    package func insert(_ application: Application) throws {
        try connection.execute(
            """
            INSERT INTO applications (id, tenant_id, created_at, display_name, display_name_folded, search_text, kind,
                redirect_uris, post_logout_redirect_uris, is_management, allows_password_grant, allows_device_code,
                requires_pkce, consent_mode, is_enabled, settings)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
            """,
            [.id(application.id), .id(application.tenant), .time(application.createdAt)]
                + (try Self.changeable(application)))
        try saveIdentifierURIs(of: application)
    }

    /// Replaces everything but the identifier, the tenant and the day of registration.
    package func update(_ application: Application) throws {
        try connection.executeOne(
            """
            UPDATE applications SET display_name = $3, display_name_folded = $4, search_text = $5, kind = $6,
                redirect_uris = $7, post_logout_redirect_uris = $8, is_management = $9, allows_password_grant = $10,
                allows_device_code = $11, requires_pkce = $12, consent_mode = $13, is_enabled = $14,
                settings = $15
            WHERE id = $1 AND tenant_id = $2
            """, [.id(application.id), .id(application.tenant)] + (try Self.changeable(application)),
            orConflict: "there is no such app")
        try saveIdentifierURIs(of: application)
    }

    /// The tenant's app that goes by an identifier URI.
    package func find(identifierURI uri: String, in tenant: ID<Tenant>) throws -> Application? {
        try connection.first(Self.findByURI, [.id(tenant), .text(uri)], Self.application)
    }

    /// The names are in a table of their own, since no two apps of a tenant may go by one.
    private func saveIdentifierURIs(of application: Application) throws {
        let kept = try connection.all(
            "SELECT uri FROM identifier_uris WHERE application_id = $1", [.id(application.id)]
        ) { row in try row.text("uri") }
        let wanted = application.settings.api.identifierURIs
        for uri in kept where !wanted.contains(uri) {
            try connection.execute(
                "DELETE FROM identifier_uris WHERE tenant_id = $1 AND uri = $2", [.id(application.tenant), .text(uri)])
        }
        for uri in wanted where !kept.contains(uri) {
            try connection.execute(
                "INSERT INTO identifier_uris (tenant_id, uri, application_id) VALUES ($1, $2, $3)",
                [.id(application.tenant), .text(uri), .id(application.id)])
        }
    }

    /// Removes an app with its credentials, consents, codes and refresh tokens; `false` if it is not there.
    package func delete(_ id: ID<Application>, in tenant: ID<Tenant>) throws -> Bool {
        try connection.execute(
            "DELETE FROM applications WHERE id = $1 AND tenant_id = $2", [.id(id), .id(tenant)]) == 1
    }

    private static func changeable(_ application: Application) throws -> [SQLValue] {
        [
            .text(application.displayName), .text(application.displayName.lowercased()),
            .text(SearchText.of(application.displayName)), .text(application.kind.rawValue),
            .text(JSONColumn.text(application.redirectURIs)),
            .text(JSONColumn.text(application.postLogoutRedirectURIs)), .boolean(application.isManagement),
            .boolean(application.allowsPasswordGrant), .boolean(application.allowsDeviceCode),
            .boolean(application.requiresPKCE), .text(application.consentMode.rawValue),
            .boolean(application.isEnabled), .text(try DocumentColumn.text(application.settings)),
        ]
    }

    /// Reads an app from a row with `columns`.
    static func application(_ row: inout SQLRow) throws -> Application {
        Application(
            id: try row.id("id"), tenant: try row.id("tenant_id"), displayName: try row.text("display_name"),
            kind: try row.word("kind"), redirectURIs: try row.texts("redirect_uris"),
            postLogoutRedirectURIs: try row.texts("post_logout_redirect_uris"),
            isManagement: try row.boolean("is_management"),
            allowsPasswordGrant: try row.boolean("allows_password_grant"),
            allowsDeviceCode: try row.boolean("allows_device_code"), requiresPKCE: try row.boolean("requires_pkce"),
            consentMode: try row.word("consent_mode"), isEnabled: try row.boolean("is_enabled"),
            settings: try row.document("settings"), createdAt: try row.timestamp("created_at"))
    }
}
