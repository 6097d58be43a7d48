import MartletDirectory

/// The refresh tokens, by their digests.
package struct RefreshTokenRows {
    private static let columns = "hash, family_id, tenant_id, created_at, expires_at, spent_at"
    /// Taken from the family's row, so that a token can only join a family of whom the gate let through.
    private static let insert = """
        INSERT INTO refresh_tokens (\(columns))
        SELECT $1, id, tenant_id, $5, $6, $7 FROM refresh_families WHERE id = $2 AND tenant_id = $3 AND user_id = $4
        """
    private static let find = "SELECT \(columns) FROM refresh_tokens WHERE hash = $1"
    private static let spend = """
        UPDATE refresh_tokens SET spent_at = $2 WHERE hash = $1 AND spent_at IS NULL RETURNING \(columns)
        """

    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// Issues a token for whom the gate let through; `StoreError.conflict` if the family is not that user's.
    package func insert(_ token: RefreshToken, by clearance: some Cleared) throws {
        precondition(clearance.tenant == token.tenant, "a refresh token is issued for whom the gate let through")
        try connection.executeOne(
            Self.insert,
            [
                .blob(token.hash), .id(token.family), .id(token.tenant), .id(clearance.subject),
                .time(token.createdAt), .time(token.expiresAt), .time(token.spentAt),
            ], orConflict: "the refresh family is not that of the cleared user")
    }

    /// The token with this digest, spent or not.
    package func find(_ hash: [UInt8]) throws -> RefreshToken? {
        try connection.first(Self.find, [.blob(hash)], Self.token)
    }

    /// Spends the token and returns it; `nil` if there is none or it was spent before (A158). Whether it has expired
    /// or its family is revoked is the caller's to judge.
    package func spend(_ hash: [UInt8], at time: Timestamp) throws -> RefreshToken? {
        try connection.first(Self.spend, [.blob(hash), .time(time)], Self.token)
    }

    private static func token(_ row: inout SQLRow) throws -> RefreshToken {
        RefreshToken(
            hash: try row.blob("hash"), family: try row.id("family_id"), tenant: try row.id("tenant_id"),
            createdAt: try row.timestamp("created_at"), expiresAt: try row.timestamp("expires_at"),
            spentAt: try row.optionalTimestamp("spent_at"))
    }
}
