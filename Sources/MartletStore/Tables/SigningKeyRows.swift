import MartletDirectory

/// The signing keys of each tenant.
package struct SigningKeyRows {
    static let columns = """
        tenant_id, key_id, algorithm, sealed_private_key, public_jwk, created_at, signs_from, signs_until, removed_at
        """

    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// The tenant's keys that are not marked as removed, oldest first.
    package func list(in tenant: ID<Tenant>) throws -> [SigningKey] {
        try connection.all(
            """
            SELECT \(Self.columns) FROM signing_keys WHERE tenant_id = $1 AND removed_at IS NULL
            ORDER BY created_at, key_id
            """, [.id(tenant)], Self.key)
    }

    /// Adds a key.
    package func insert(_ key: SigningKey) throws {
        try connection.execute(
            "INSERT INTO signing_keys (\(Self.columns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            [
                .id(key.tenant), .text(key.keyID), .text(key.algorithm.rawValue), .blob(key.sealedPrivateKey),
                .text(key.publicJWK), .time(key.createdAt), .time(key.signsFrom), .time(key.signsUntil),
                .time(key.removedAt),
            ])
    }

    /// Replaces the key's times; what it signs with never changes.
    package func update(_ key: SigningKey) throws {
        try connection.executeOne(
            """
            UPDATE signing_keys SET signs_from = $3, signs_until = $4, removed_at = $5
            WHERE tenant_id = $1 AND key_id = $2
            """,
            [.id(key.tenant), .text(key.keyID), .time(key.signsFrom), .time(key.signsUntil), .time(key.removedAt)],
            orConflict: "there is no such signing key")
    }

    /// Removes a key for good; `false` if it is not there.
    package func delete(_ keyID: String, in tenant: ID<Tenant>) throws -> Bool {
        try connection.execute(
            "DELETE FROM signing_keys WHERE tenant_id = $1 AND key_id = $2", [.id(tenant), .text(keyID)]) == 1
    }

    /// Reads a key from a row with `columns`.
    static func key(_ row: inout SQLRow) throws -> SigningKey {
        let tenant: ID<Tenant> = try row.id("tenant_id")
        return SigningKey(
            keyID: try row.text("key_id"), tenant: tenant, algorithm: try row.word("algorithm"),
            sealedPrivateKey: try row.blob("sealed_private_key"), publicJWK: try row.text("public_jwk"),
            createdAt: try row.timestamp("created_at"), signsFrom: try row.timestamp("signs_from"),
            signsUntil: try row.optionalTimestamp("signs_until"), removedAt: try row.optionalTimestamp("removed_at"))
    }
}
