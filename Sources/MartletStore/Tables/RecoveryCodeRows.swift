import MartletDirectory

/// The one-time recovery codes of each user.
package struct RecoveryCodeRows {
    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// Removes the user's codes, spent or not, and keeps the given ones instead.
    package func replace(of user: ID<User>, in tenant: ID<Tenant>, with codes: [RecoveryCode]) throws {
        try deleteAll(of: user)
        for code in codes {
            precondition(code.user == user && code.tenant == tenant, "a recovery code belongs to whom it is kept for")
            try connection.execute(
                "INSERT INTO recovery_codes (user_id, tenant_id, hash, created_at, spent_at) VALUES ($1, $2, $3, $4, $5)",
                [.id(user), .id(tenant), .blob(code.hash), .time(code.createdAt), .time(code.spentAt)])
        }
    }

    /// How many codes the user has left.
    package func countUnspent(_ user: ID<User>) throws -> Int {
        try connection.number(
            "SELECT COUNT(*) AS number FROM recovery_codes WHERE user_id = $1 AND spent_at IS NULL", [.id(user)],
            "number")
    }

    /// When the codes were made that the user has left, all of them at once; `nil` where none is left.
    package func madeAt(_ user: ID<User>) throws -> Timestamp? {
        try connection.first(
            "SELECT created_at FROM recovery_codes WHERE user_id = $1 AND spent_at IS NULL LIMIT 1",
            [.id(user)]
        ) { row in try row.timestamp("created_at") }
    }

    /// Spends the user's code with this hash; `true` for one caller only.
    package func spend(_ user: ID<User>, hash: [UInt8], at time: Timestamp) throws -> Bool {
        try connection.execute(
            "UPDATE recovery_codes SET spent_at = $3 WHERE user_id = $1 AND hash = $2 AND spent_at IS NULL",
            [.id(user), .blob(hash), .time(time)]) == 1
    }

    /// Removes the user's codes and says how many there were.
    @discardableResult package func deleteAll(of user: ID<User>) throws -> Int {
        try connection.execute("DELETE FROM recovery_codes WHERE user_id = $1", [.id(user)])
    }
}
