import MartletDirectory

/// The passkeys of each user.
package struct PasskeyRows {
    static let columns = """
        id, user_id, tenant_id, name, credential_id, public_key, sign_count, aaguid, is_backup_eligible, is_backed_up,
        is_attested, transports, created_at, last_used_at
        """
    private static let list = "SELECT \(columns) FROM passkeys WHERE user_id = $1 ORDER BY created_at, id"
    private static let findByCredential = "SELECT \(columns) FROM passkeys WHERE credential_id = $1"

    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// The user's passkeys, oldest first.
    package func list(_ user: ID<User>) throws -> [Passkey] {
        try connection.all(Self.list, [.id(user)], Self.passkey)
    }

    /// The passkey of that name, whoever it belongs to.
    package func find(credential: [UInt8]) throws -> Passkey? {
        try connection.first(Self.findByCredential, [.blob(credential)], Self.passkey)
    }

    /// Adds a passkey; `false` if the credential is registered already, for whomever (A066).
    package func insert(_ passkey: Passkey) throws -> Bool {
        try connection.execute(
            """
            INSERT INTO passkeys (\(Self.columns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            ON CONFLICT (credential_id) DO NOTHING
            """,
            [
                .id(passkey.id), .id(passkey.user), .id(passkey.tenant), .text(passkey.name),
                .blob(passkey.credentialID), .blob(passkey.publicKey), .integer(Int64(passkey.signCount)),
                .text(passkey.aaguid), .boolean(passkey.isBackupEligible), .boolean(passkey.isBackedUp),
                .boolean(passkey.isAttested), .text(passkey.transports.joined(separator: " ")),
                .time(passkey.createdAt), .time(passkey.lastUsedAt),
            ]) == 1
    }

    /// Notes a use; `false` if the counter is not as it was read, because the passkey was used meanwhile (A064).
    package func noteUse(
        _ id: ID<Passkey>, signCount: UInt32, after earlier: UInt32, isBackedUp: Bool, at time: Timestamp
    ) throws -> Bool {
        try connection.execute(
            """
            UPDATE passkeys SET sign_count = $2, is_backed_up = $4, last_used_at = $5 WHERE id = $1 AND sign_count = $3
            """,
            [
                .id(id), .integer(Int64(signCount)), .integer(Int64(earlier)), .boolean(isBackedUp), .time(time),
            ]) == 1
    }

    /// Gives one of the user's passkeys another name; `false` if it is not theirs or not there.
    package func rename(_ id: ID<Passkey>, of user: ID<User>, to name: String) throws -> Bool {
        try connection.execute(
            "UPDATE passkeys SET name = $3 WHERE id = $1 AND user_id = $2", [.id(id), .id(user), .text(name)]) == 1
    }

    /// Removes one of the user's passkeys; `false` if it is not theirs or not there.
    package func delete(_ id: ID<Passkey>, of user: ID<User>) throws -> Bool {
        try connection.execute("DELETE FROM passkeys WHERE id = $1 AND user_id = $2", [.id(id), .id(user)]) == 1
    }

    /// Removes all of the user's passkeys and says how many there were.
    @discardableResult package func deleteAll(of user: ID<User>) throws -> Int {
        try connection.execute("DELETE FROM passkeys WHERE user_id = $1", [.id(user)])
    }

    /// Reads a passkey from a row with `columns`.
    static func passkey(_ row: inout SQLRow) throws -> Passkey {
        Passkey(
            id: try row.id("id"), user: try row.id("user_id"), tenant: try row.id("tenant_id"),
            name: try row.text("name"), credentialID: try row.blob("credential_id"),
            publicKey: try row.blob("public_key"), signCount: try row.count("sign_count"),
            aaguid: try row.text("aaguid"), isBackupEligible: try row.boolean("is_backup_eligible"),
            isBackedUp: try row.boolean("is_backed_up"), isAttested: try row.boolean("is_attested"),
            transports: try row.text("transports").split(separator: " ").map(String.init),
            createdAt: try row.timestamp("created_at"), lastUsedAt: try row.optionalTimestamp("last_used_at"))
    }
}

extension SQLRow {
    /// A counter of 32 bits.
    fileprivate mutating func count(_ name: String) throws -> UInt32 {
        guard let value = UInt32(exactly: try integer(name)) else {
            throw StoreError.unexpectedColumn("column `\(name)` does not hold a counter")
        }
        return value
    }
}
