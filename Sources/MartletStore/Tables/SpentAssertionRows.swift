import MartletDirectory

/// The assertions by which apps have proven themselves, each good for one time (A185).
package struct SpentAssertionRows {
    private static let spend = """
        INSERT INTO spent_assertions (tenant_id, application_id, digest, expires_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (tenant_id, application_id, digest) DO NOTHING
        """

    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// Spends an assertion by the digest of its `jti`; `false` if the app has spent it before. `expiresAt` is when the
    /// assertion ends by itself.
    package func spend(
        _ digest: [UInt8], of application: ID<Application>, in tenant: ID<Tenant>, expiresAt: Timestamp
    ) throws -> Bool {
        try connection.execute(Self.spend, [.id(tenant), .id(application), .blob(digest), .time(expiresAt)]) == 1
    }
}
