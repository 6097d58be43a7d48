import MartletDirectory

/// The block list: one line a person at most.
package struct MFABlockRows {
    private static let columns = "user_id, tenant_id, reason, cause, blocked_at, ends_at"
    private static let save = """
        INSERT INTO mfa_blocks (\(columns)) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (user_id) DO UPDATE SET reason = excluded.reason, cause = excluded.cause,
            blocked_at = excluded.blocked_at, ends_at = excluded.ends_at
        """
    private static let find = "SELECT \(columns) FROM mfa_blocks WHERE user_id = $1"
    private static let list = """
        SELECT \(columns) FROM mfa_blocks WHERE tenant_id = $1 AND ends_at > $2
        ORDER BY blocked_at DESC, user_id DESC LIMIT $3
        """

    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// Puts somebody on the list, or has their line begin anew.
    package func save(_ block: MFABlock) throws {
        try connection.execute(
            Self.save,
            [
                .id(block.user), .id(block.tenant), .text(block.reason), .text(block.cause.rawValue),
                .time(block.blockedAt), .time(block.endsAt),
            ])
    }

    /// The line of somebody, in force or just over.
    package func find(_ user: ID<User>) throws -> MFABlock? {
        try connection.first(Self.find, [.id(user)], Self.block)
    }

    /// The newest lines of a tenant that are in force at `at`.
    package func list(in tenant: ID<Tenant>, at: Timestamp, limit: Int) throws -> [MFABlock] {
        try connection.all(Self.list, [.id(tenant), .time(at), .number(limit)], Self.block)
    }

    /// Takes somebody off the list; `false` if they are not on it.
    @discardableResult
    package func delete(_ user: ID<User>) throws -> Bool {
        try connection.execute("DELETE FROM mfa_blocks WHERE user_id = $1", [.id(user)]) == 1
    }

    private static func block(_ row: inout SQLRow) throws -> MFABlock {
        MFABlock(
            user: try row.id("user_id"), tenant: try row.id("tenant_id"), reason: try row.text("reason"),
            cause: try row.word("cause"), blockedAt: try row.timestamp("blocked_at"),
            endsAt: try row.timestamp("ends_at"))
    }
}
