import MartletDirectory

/// The temporary access pass of each user who has one, valid or expired.
package struct TemporaryAccessPassRows {
    private static let columns =
        "user_id, tenant_id, hash, starts_at, ends_at, is_one_time, created_at, spent_at"
    private static let find = "SELECT \(columns) FROM temporary_access_passes WHERE user_id = $1"
    private static let save = """
        INSERT INTO temporary_access_passes (\(columns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (user_id) DO UPDATE SET hash = excluded.hash, starts_at = excluded.starts_at,
            ends_at = excluded.ends_at, is_one_time = excluded.is_one_time, created_at = excluded.created_at,
            spent_at = excluded.spent_at
        """
    private static let spend = """
        UPDATE temporary_access_passes SET spent_at = $3 WHERE user_id = $1 AND hash = $2 AND spent_at IS NULL
        """

    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// The user's pass.
    package func find(_ user: ID<User>) throws -> TemporaryAccessPass? {
        try connection.first(Self.find, [.id(user)]) { row in
            TemporaryAccessPass(
                user: try row.id("user_id"), tenant: try row.id("tenant_id"), hash: try row.blob("hash"),
                startsAt: try row.timestamp("starts_at"), endsAt: try row.timestamp("ends_at"),
                isOneTime: try row.boolean("is_one_time"), createdAt: try row.timestamp("created_at"),
                spentAt: try row.optionalTimestamp("spent_at"))
        }
    }

    /// Gives the user a pass in the place of whatever they have (TP-2).
    package func save(_ pass: TemporaryAccessPass) throws {
        try connection.execute(
            Self.save,
            [
                .id(pass.user), .id(pass.tenant), .blob(pass.hash), .time(pass.startsAt), .time(pass.endsAt),
                .boolean(pass.isOneTime), .time(pass.createdAt), .time(pass.spentAt),
            ])
    }

    /// Spends the user's one-time pass with this hash; `true` for one caller only.
    package func spend(_ user: ID<User>, hash: [UInt8], at time: Timestamp) throws -> Bool {
        try connection.execute(Self.spend, [.id(user), .blob(hash), .time(time)]) == 1
    }

    /// Removes the user's pass; `false` if there is none.
    @discardableResult package func delete(_ user: ID<User>) throws -> Bool {
        try connection.execute("DELETE FROM temporary_access_passes WHERE user_id = $1", [.id(user)]) == 1
    }
}
