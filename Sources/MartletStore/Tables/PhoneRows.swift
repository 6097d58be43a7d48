import MartletDirectory

/// The phones with Martlet Authenticator, each beside the authenticator app of its identifier.
package struct PhoneRows {
    private static let select = """
        SELECT phones.id, phones.user_id, phones.tenant_id, totp_methods.name, public_key, push_endpoint, push_key,
            push_secret, pin_hash, phones.created_at, last_seen_at
        FROM phones JOIN totp_methods ON totp_methods.id = phones.id
        """

    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// Adds a phone, whose authenticator app is there already.
    package func insert(_ phone: Phone) throws {
        try connection.execute(
            """
            INSERT INTO phones (id, user_id, tenant_id, public_key, push_endpoint, push_key, push_secret, pin_hash,
                created_at, last_seen_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            [.id(phone.id), .id(phone.user), .id(phone.tenant), .blob(phone.publicKey)]
                + SubscriptionColumns.values(phone.subscription)
                + [
                    .blob(optional: phone.hasPIN ? phone.pinHash : nil), .time(phone.createdAt),
                    .time(phone.lastSeenAt),
                ])
    }

    /// The phone with this identifier.
    package func find(_ id: ID<TOTPMethod>) throws -> Phone? {
        try connection.first("\(Self.select) WHERE phones.id = $1", [.id(id)], Self.phone)
    }

    /// The user's phones, oldest first.
    package func list(_ user: ID<User>) throws -> [Phone] {
        try connection.all(
            "\(Self.select) WHERE phones.user_id = $1 ORDER BY phones.created_at, phones.id", [.id(user)], Self.phone)
    }

    /// Notes that the phone was heard of.
    package func touch(_ id: ID<TOTPMethod>, at time: Timestamp) throws {
        try connection.execute("UPDATE phones SET last_seen_at = $2 WHERE id = $1", [.id(id), .time(time)])
    }

    /// Says where the phone takes messages from now on.
    package func subscribe(_ id: ID<TOTPMethod>, _ subscription: PushSubscription?) throws {
        try connection.execute(
            "UPDATE phones SET push_endpoint = $2, push_key = $3, push_secret = $4 WHERE id = $1",
            [.id(id)] + SubscriptionColumns.values(subscription))
    }

    /// Keeps the digest of the phone's PIN, or none: then the phone signs nobody in without a password.
    package func setPIN(_ id: ID<TOTPMethod>, _ hash: [UInt8]) throws {
        try connection.execute(
            "UPDATE phones SET pin_hash = $2 WHERE id = $1", [.id(id), .blob(optional: hash.isEmpty ? nil : hash)])
    }

    private static func phone(_ row: inout SQLRow) throws -> Phone {
        Phone(
            id: try row.id("id"), user: try row.id("user_id"), tenant: try row.id("tenant_id"),
            name: try row.text("name"), publicKey: try row.blob("public_key"), subscription: try row.subscription(),
            pinHash: try row.optionalBlob("pin_hash") ?? [], createdAt: try row.timestamp("created_at"),
            lastSeenAt: try row.timestamp("last_seen_at"))
    }
}
