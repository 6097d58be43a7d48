import MartletDirectory

/// The authenticator apps of each user.
package struct TOTPMethodRows {
    private static let columns = """
        id, user_id, tenant_id, name, sealed_secret, created_at, last_accepted_step, period_seconds, is_hardware
        """
    private static let list = """
        SELECT \(columns) FROM totp_methods
        WHERE user_id = $1 ORDER BY created_at, id
        """
    private static let acceptStep =
        "UPDATE totp_methods SET last_accepted_step = $2 WHERE id = $1 AND last_accepted_step < $2"

    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// The user's authenticator apps, oldest first.
    package func list(_ user: ID<User>) throws -> [TOTPMethod] {
        try connection.all(Self.list, [.id(user)]) { row in
            TOTPMethod(
                id: try row.id("id"), user: try row.id("user_id"), tenant: try row.id("tenant_id"),
                name: try row.text("name"), sealedSecret: try row.blob("sealed_secret"),
                createdAt: try row.timestamp("created_at"), lastAcceptedStep: try row.integer("last_accepted_step"),
                periodSeconds: try row.integer("period_seconds"), isHardware: try row.boolean("is_hardware"))
        }
    }

    /// Adds an authenticator app.
    package func insert(_ method: TOTPMethod) throws {
        try connection.execute(
            "INSERT INTO totp_methods (\(Self.columns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            [
                .id(method.id), .id(method.user), .id(method.tenant), .text(method.name), .blob(method.sealedSecret),
                .time(method.createdAt), .integer(method.lastAcceptedStep), .integer(method.periodSeconds),
                .boolean(method.isHardware),
            ])
    }

    /// Gives one of the user's apps a name; `false` if it is not theirs or not there.
    package func rename(_ id: ID<TOTPMethod>, of user: ID<User>, to name: String) throws -> Bool {
        try connection.execute(
            "UPDATE totp_methods SET name = $3 WHERE id = $1 AND user_id = $2", [.id(id), .id(user), .text(name)]) == 1
    }

    /// Removes one of the user's apps; `false` if it is not theirs or not there.
    package func delete(_ id: ID<TOTPMethod>, of user: ID<User>) throws -> Bool {
        try connection.execute("DELETE FROM totp_methods WHERE id = $1 AND user_id = $2", [.id(id), .id(user)]) == 1
    }

    /// Removes all of the user's apps and says how many there were.
    @discardableResult package func deleteAll(of user: ID<User>) throws -> Int {
        try connection.execute("DELETE FROM totp_methods WHERE user_id = $1", [.id(user)])
    }

    /// Spends a time step: `true` only if it is later than every step that was accepted (D15, A037–A039).
    package func acceptStep(_ id: ID<TOTPMethod>, step: Int64) throws -> Bool {
        try connection.execute(Self.acceptStep, [.id(id), .integer(step)]) == 1
    }

    /// How many apps each user has; users without one are absent.
    package func countsByUser(in tenant: ID<Tenant>) throws -> [ID<User>: Int] {
        let rows = try connection.all(
            """
            SELECT users.id AS user_id, COUNT(*) AS number FROM users
            JOIN totp_methods ON totp_methods.user_id = users.id
            WHERE users.tenant_id = $1 AND users.deleted_at IS NULL GROUP BY users.id
            """, [.id(tenant)]
        ) { row in (try row.id("user_id") as ID<User>, try row.number("number")) }
        return Dictionary(uniqueKeysWithValues: rows)
    }
}
