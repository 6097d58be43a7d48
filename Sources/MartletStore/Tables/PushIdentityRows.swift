import MartletDirectory

/// The key by which push services know this installation, sealed; one row or none.
package struct PushIdentityRows {
    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// The sealed private key, if one was made.
    package func sealedKey() throws -> [UInt8]? {
        try connection.first("SELECT sealed_private_key FROM push_identity WHERE id = 1", []) { row in
            try row.blob("sealed_private_key")
        }
    }

    /// Keeps a sealed private key; nothing happens where there is one: phones have subscribed with that.
    package func insert(_ sealed: [UInt8], at time: Timestamp) throws {
        try connection.execute(
            """
            INSERT INTO push_identity (id, sealed_private_key, created_at) VALUES (1, $1, $2)
            ON CONFLICT (id) DO NOTHING
            """, [.blob(sealed), .time(time)])
    }
}
