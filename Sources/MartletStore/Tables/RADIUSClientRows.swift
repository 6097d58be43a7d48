import MartletDirectory

/// The boxes that ask by RADIUS.
package struct RADIUSClientRows {
    private static let columns = "id, tenant_id, name, address_range, sealed_secret, created_at"
    private static let insert = """
        INSERT INTO radius_clients (\(columns)) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (address_range) DO NOTHING
        """

    /// The most boxes of the whole installation.
    package static let most = 1000

    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// Adds a box; `false` where the very range has one, whosever it is.
    package func insert(_ client: RADIUSClient) throws -> Bool {
        try connection.execute(
            Self.insert,
            [
                .id(client.id), .id(client.tenant), .text(client.name), .text(client.addressRange),
                .blob(client.sealedSecret), .time(client.createdAt),
            ]) == 1
    }

    /// The tenant's boxes, in the order of their ranges.
    package func list(in tenant: ID<Tenant>) throws -> [RADIUSClient] {
        try connection.all(
            "SELECT \(Self.columns) FROM radius_clients WHERE tenant_id = $1 ORDER BY address_range LIMIT $2",
            [.id(tenant), .number(Self.most)], Self.client)
    }

    /// Every box of the installation: who asks is found among them before it is known whose it is.
    package func all() throws -> [RADIUSClient] {
        try connection.all(
            "SELECT \(Self.columns) FROM radius_clients WHERE address_range > $1 ORDER BY address_range LIMIT $2",
            [.text(""), .number(Self.most)], Self.client)
    }

    /// Gives a box another name; `false` if it is not there.
    package func rename(_ id: ID<RADIUSClient>, in tenant: ID<Tenant>, to name: String) throws -> Bool {
        try connection.execute(
            "UPDATE radius_clients SET name = $3 WHERE id = $1 AND tenant_id = $2", [.id(id), .id(tenant), .text(name)])
            == 1
    }

    /// Removes a box; `false` if it is not there.
    package func delete(_ id: ID<RADIUSClient>, in tenant: ID<Tenant>) throws -> Bool {
        try connection.execute(
            "DELETE FROM radius_clients WHERE id = $1 AND tenant_id = $2", [.id(id), .id(tenant)]) == 1
    }

    private static func client(_ row: inout SQLRow) throws -> RADIUSClient {
        RADIUSClient(
            id: try row.id("id"), tenant: try row.id("tenant_id"), name: try row.text("name"),
            addressRange: try row.text("address_range"), sealedSecret: try row.blob("sealed_secret"),
            createdAt: try row.timestamp("created_at"))
    }
}
