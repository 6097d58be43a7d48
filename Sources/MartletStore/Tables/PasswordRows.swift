import MartletDirectory

/// The one password of each user who has one.
package struct PasswordRows {
    private static let find = """
        SELECT user_id, tenant_id, hash, changed_at, must_change, expires_at FROM passwords WHERE user_id = $1
        """

    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// The user's password.
    package func find(_ user: ID<User>) throws -> Password? {
        try connection.first(Self.find, [.id(user)]) { row in
            Password(
                user: try row.id("user_id"), tenant: try row.id("tenant_id"), hash: try row.text("hash"),
                changedAt: try row.timestamp("changed_at"), mustChange: try row.boolean("must_change"),
                expiresAt: try row.optionalTimestamp("expires_at"))
        }
    }

    /// Sets or replaces the user's password.
    package func save(_ password: Password) throws {
        try connection.execute(
            """
            INSERT INTO passwords (user_id, tenant_id, hash, changed_at, must_change, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (user_id) DO UPDATE SET hash = excluded.hash, changed_at = excluded.changed_at,
                must_change = excluded.must_change, expires_at = excluded.expires_at
            """,
            [
                .id(password.user), .id(password.tenant), .text(password.hash), .time(password.changedAt),
                .boolean(password.mustChange), .time(password.expiresAt),
            ])
    }

    /// Removes the user's password; `false` if there was none.
    package func delete(_ user: ID<User>) throws -> Bool {
        try connection.execute("DELETE FROM passwords WHERE user_id = $1", [.id(user)]) > 0
    }
}
