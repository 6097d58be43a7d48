import MartletDirectory

/// The secrets' digests and the certificates of each app.
package struct ClientCredentialRows {
    static let columns =
        "id, application_id, tenant_id, kind, digest, certificate, hint, created_at, expires_at, last_used_at"
    private static let list =
        "SELECT \(columns) FROM client_credentials WHERE application_id = $1 ORDER BY created_at, id"

    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// The app's credentials, oldest first, expired ones as well.
    package func list(_ application: ID<Application>) throws -> [ClientCredential] {
        try connection.all(Self.list, [.id(application)], Self.credential)
    }

    /// Adds a credential; `StoreError.conflict` if the app has the same one.
    package func insert(_ credential: ClientCredential) throws {
        try connection.execute(
            "INSERT INTO client_credentials (\(Self.columns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            [
                .id(credential.id), .id(credential.application), .id(credential.tenant),
                .text(credential.kind.rawValue), .blob(credential.digest), .blob(credential.certificate),
                .text(credential.hint), .time(credential.createdAt), .time(credential.expiresAt),
                .time(credential.lastUsedAt),
            ])
    }

    /// Removes one of the app's credentials; `false` if it is not there.
    package func delete(_ id: ID<ClientCredential>, of application: ID<Application>) throws -> Bool {
        try connection.execute(
            "DELETE FROM client_credentials WHERE id = $1 AND application_id = $2", [.id(id), .id(application)]) == 1
    }

    /// Notes that a credential was used, unless that was noted since `earlier`.
    package func noteUse(_ id: ID<ClientCredential>, at time: Timestamp, unlessSince earlier: Timestamp) throws {
        try connection.execute(
            """
            UPDATE client_credentials SET last_used_at = $2
            WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $3)
            """, [.id(id), .time(time), .time(earlier)])
    }

    /// Reads a credential from a row with `columns`.
    static func credential(_ row: inout SQLRow) throws -> ClientCredential {
        ClientCredential(
            id: try row.id("id"), application: try row.id("application_id"), tenant: try row.id("tenant_id"),
            kind: try row.word("kind"), digest: try row.blob("digest"), certificate: try row.blob("certificate"),
            hint: try row.text("hint"), createdAt: try row.timestamp("created_at"),
            expiresAt: try row.optionalTimestamp("expires_at"),
            lastUsedAt: try row.optionalTimestamp("last_used_at"))
    }
}
