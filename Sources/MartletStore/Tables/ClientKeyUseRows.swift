import MartletDirectory

/// When each app last proved itself with a key of its key set, or with a certificate of an authority.
package struct ClientKeyUseRows {
    static let columns = "application_id, source, tenant_id, name, last_used_at"

    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// Notes a use, unless one of the same key was noted since `earlier`.
    package func note(_ use: ClientKeyUse, unlessSince earlier: Timestamp) throws {
        try connection.execute(
            """
            INSERT INTO client_key_uses (\(Self.columns)) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (application_id, source) DO UPDATE SET name = excluded.name, last_used_at = excluded.last_used_at
            WHERE client_key_uses.last_used_at < $6 OR client_key_uses.name <> excluded.name
            """,
            [
                .id(use.application), .text(use.source.rawValue), .id(use.tenant), .text(use.name),
                .time(use.lastUsedAt), .time(earlier),
            ])
    }

    /// The uses of an app, one of each source at most.
    package func list(_ application: ID<Application>) throws -> [ClientKeyUse] {
        try connection.all(
            "SELECT \(Self.columns) FROM client_key_uses WHERE application_id = $1 ORDER BY source",
            [.id(application)], Self.use)
    }

    /// Reads a use from a row with `columns`.
    static func use(_ row: inout SQLRow) throws -> ClientKeyUse {
        ClientKeyUse(
            application: try row.id("application_id"), tenant: try row.id("tenant_id"), source: try row.word("source"),
            name: try row.text("name"), lastUsedAt: try row.timestamp("last_used_at"))
    }
}
