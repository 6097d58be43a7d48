import MartletDirectory

/// The permissions to register apps, as digests.
package struct InitialAccessTokenRows {
    private static let columns = "id, tenant_id, hash, name, uses_left, created_by, created_at, expires_at"
    private static let find = "SELECT \(columns) FROM initial_access_tokens WHERE hash = $1 AND tenant_id = $2"
    private static let list =
        "SELECT \(columns) FROM initial_access_tokens WHERE tenant_id = $1 ORDER BY created_at, id LIMIT 1000"

    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// Adds a permission.
    package func insert(_ token: InitialAccessToken) throws {
        try connection.execute(
            "INSERT INTO initial_access_tokens (\(Self.columns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            [
                .id(token.id), .id(token.tenant), .blob(token.hash), .text(token.name), .number(token.usesLeft),
                .text(token.createdBy), .time(token.createdAt), .time(token.expiresAt),
            ])
    }

    /// The permission with this digest, whether it still works or not.
    package func find(hash: [UInt8], in tenant: ID<Tenant>) throws -> InitialAccessToken? {
        try connection.first(Self.find, [.blob(hash), .id(tenant)], Self.token)
    }

    /// The tenant's permissions, oldest first.
    package func list(in tenant: ID<Tenant>) throws -> [InitialAccessToken] {
        try connection.all(Self.list, [.id(tenant)], Self.token)
    }

    /// Spends one use; `false` where none is left or the permission has ended.
    package func spend(hash: [UInt8], in tenant: ID<Tenant>, at time: Timestamp) throws -> Bool {
        try connection.execute(
            """
            UPDATE initial_access_tokens SET uses_left = uses_left - 1
            WHERE hash = $1 AND tenant_id = $2 AND uses_left > 0 AND expires_at > $3
            """, [.blob(hash), .id(tenant), .time(time)]) == 1
    }

    /// Takes a permission back; `false` if it is not there.
    package func delete(_ id: ID<InitialAccessToken>, in tenant: ID<Tenant>) throws -> Bool {
        try connection.execute(
            "DELETE FROM initial_access_tokens WHERE id = $1 AND tenant_id = $2", [.id(id), .id(tenant)]) == 1
    }

    private static func token(_ row: inout SQLRow) throws -> InitialAccessToken {
        InitialAccessToken(
            id: try row.id("id"), tenant: try row.id("tenant_id"), hash: try row.blob("hash"),
            name: try row.text("name"), usesLeft: try row.number("uses_left"), createdBy: try row.text("created_by"),
            createdAt: try row.timestamp("created_at"), expiresAt: try row.timestamp("expires_at"))
    }
}
