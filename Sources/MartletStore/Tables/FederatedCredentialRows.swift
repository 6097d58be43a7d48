import MartletDirectory

/// The workloads elsewhere that may prove themselves as apps.
package struct FederatedCredentialRows {
    private static let columns =
        "id, application_id, tenant_id, name, issuer, subject, audience, created_at, last_used_at"

    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// Adds one.
    /// - Throws: `StoreError.conflict` where the app trusts that issuer and subject already.
    package func insert(_ credential: FederatedCredential) throws {
        try connection.execute(
            "INSERT INTO federated_credentials (\(Self.columns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            [
                .id(credential.id), .id(credential.application), .id(credential.tenant), .text(credential.name),
                .text(credential.issuer), .text(credential.subject), .text(credential.audience),
                .time(credential.createdAt), .time(credential.lastUsedAt),
            ])
    }

    /// Notes that a credential was used, unless that was noted since `earlier`.
    package func noteUse(_ id: ID<FederatedCredential>, at time: Timestamp, unlessSince earlier: Timestamp) throws {
        try connection.execute(
            """
            UPDATE federated_credentials SET last_used_at = $2
            WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $3)
            """, [.id(id), .time(time), .time(earlier)])
    }

    /// Takes one away; `false` if the app has none of that id.
    package func delete(_ id: ID<FederatedCredential>, of application: ID<Application>) throws -> Bool {
        try connection.execute(
            "DELETE FROM federated_credentials WHERE id = $1 AND application_id = $2", [.id(id), .id(application)]) == 1
    }

    /// Those of an app, by issuer and subject.
    package func list(_ application: ID<Application>) throws -> [FederatedCredential] {
        try connection.all(
            """
            SELECT \(Self.columns) FROM federated_credentials
            WHERE application_id = $1 ORDER BY issuer, subject
            """, [.id(application)]
        ) { row in
            FederatedCredential(
                id: try row.id("id"), application: try row.id("application_id"), tenant: try row.id("tenant_id"),
                name: try row.text("name"), issuer: try row.text("issuer"), subject: try row.text("subject"),
                audience: try row.text("audience"), createdAt: try row.timestamp("created_at"),
                lastUsedAt: try row.optionalTimestamp("last_used_at"))
        }
    }
}
