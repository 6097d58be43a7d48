import MartletDirectory

/// The tokens that show codes, given out or not.
package struct HardwareTokenRows {
    private static let columns = """
        id, tenant_id, serial_number, manufacturer, model, period_seconds, sealed_secret, user_id, method_id, created_at,
        activated_at
        """
    private static let insert = """
        INSERT INTO hardware_tokens (\(columns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (tenant_id, serial_number) DO NOTHING
        """

    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// Takes a token into the inventory; `false` if its number is there.
    package func insert(_ token: HardwareToken) throws -> Bool {
        try connection.execute(
            Self.insert,
            [
                .id(token.id), .id(token.tenant), .text(token.serialNumber), .text(token.manufacturer),
                .text(token.model), .integer(token.periodSeconds), .blob(token.sealedSecret), .id(token.user),
                .id(token.method), .time(token.createdAt), .time(token.activatedAt),
            ]) == 1
    }

    /// A token of the tenant.
    package func find(_ id: ID<HardwareToken>, in tenant: ID<Tenant>) throws -> HardwareToken? {
        try connection.first(
            "SELECT \(Self.columns) FROM hardware_tokens WHERE id = $1 AND tenant_id = $2", [.id(id), .id(tenant)],
            Self.token)
    }

    /// The tenant's tokens in the order of their numbers, after one of them.
    package func list(in tenant: ID<Tenant>, after number: String = "", limit: Int) throws -> [HardwareToken] {
        try connection.all(
            """
            SELECT \(Self.columns) FROM hardware_tokens WHERE tenant_id = $1 AND serial_number > $2
            ORDER BY serial_number LIMIT $3
            """, [.id(tenant), .text(number), .number(limit)], Self.token)
    }

    /// The tokens that are given to a user.
    package func list(of user: ID<User>) throws -> [HardwareToken] {
        try connection.all(
            "SELECT \(Self.columns) FROM hardware_tokens WHERE user_id = $1 ORDER BY serial_number", [.id(user)],
            Self.token)
    }

    /// Gives a token to a user, or takes it back; its codes count for nobody until they are shown.
    package func assign(_ id: ID<HardwareToken>, to user: ID<User>?) throws {
        try connection.execute(
            "UPDATE hardware_tokens SET user_id = $2, method_id = NULL, activated_at = NULL WHERE id = $1",
            [.id(id), .id(user)])
    }

    /// Notes the method that a token has become; `false` if somebody was quicker (OT-5).
    package func activate(_ id: ID<HardwareToken>, as method: ID<TOTPMethod>, at time: Timestamp) throws -> Bool {
        try connection.execute(
            """
            UPDATE hardware_tokens SET method_id = $2, activated_at = $3
            WHERE id = $1 AND activated_at IS NULL AND user_id IS NOT NULL
            """, [.id(id), .id(method), .time(time)]) == 1
    }

    /// Puts the token behind a method back into the inventory, as deleting the method does.
    package func release(_ method: ID<TOTPMethod>, of user: ID<User>) throws {
        try connection.execute(
            """
            UPDATE hardware_tokens SET user_id = NULL, method_id = NULL, activated_at = NULL
            WHERE user_id = $1 AND method_id = $2
            """, [.id(user), .id(method)])
    }

    /// Puts a user's tokens back into the inventory.
    package func release(from user: ID<User>) throws {
        try connection.execute(
            "UPDATE hardware_tokens SET user_id = NULL, method_id = NULL, activated_at = NULL WHERE user_id = $1",
            [.id(user)])
    }

    /// How many tokens of the tenant were activated since a time (OT-5).
    package func activations(in tenant: ID<Tenant>, since time: Timestamp) throws -> Int {
        try connection.number(
            "SELECT COUNT(*) AS number FROM hardware_tokens WHERE tenant_id = $1 AND activated_at > $2",
            [.id(tenant), .time(time)], "number")
    }

    /// Removes a token from the inventory; `false` if it is not the tenant's.
    package func delete(_ id: ID<HardwareToken>, in tenant: ID<Tenant>) throws -> Bool {
        try connection.execute(
            "DELETE FROM hardware_tokens WHERE id = $1 AND tenant_id = $2", [.id(id), .id(tenant)]) == 1
    }

    private static func token(_ row: inout SQLRow) throws -> HardwareToken {
        HardwareToken(
            id: try row.id("id"), tenant: try row.id("tenant_id"), serialNumber: try row.text("serial_number"),
            manufacturer: try row.text("manufacturer"), model: try row.text("model"),
            periodSeconds: try row.integer("period_seconds"), sealedSecret: try row.blob("sealed_secret"),
            user: try row.optionalID("user_id"), method: try row.optionalID("method_id"),
            createdAt: try row.timestamp("created_at"), activatedAt: try row.optionalTimestamp("activated_at"))
    }
}
