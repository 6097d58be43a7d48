import MartletDirectory

/// The phones with Martlet Authenticator, each beside the authenticator app of its identifier.
package struct PhoneRows {
    private static let select = """
        SELECT phones.id, phones.user_id, phones.tenant_id, totp_methods.name, public_key, push_endpoint, push_key,
            push_secret, message_address, message_request, pin_hash, phones.created_at, last_seen_at
        FROM phones JOIN totp_methods ON totp_methods.id = phones.id
        """

    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// Adds a phone, whose authenticator app is there already.
    package func insert(_ phone: Phone) throws {
        try connection.execute(
            """
            INSERT INTO phones (id, user_id, tenant_id, public_key, push_endpoint, push_key, push_secret,
                message_address, message_request, pin_hash, created_at, last_seen_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            """,
            [.id(phone.id), .id(phone.user), .id(phone.tenant), .blob(phone.publicKey)]
                + SubscriptionColumns.values(phone.subscription)
                + [
                    .text(optional: phone.messageAddress), .id(phone.messageRequest),
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

    /// Notes that an address is tried for the phone, unless one was tried after `last`: then it answers `false`.
    ///
    /// A trial that lies ahead was written by a clock that went wrong, and holds up nobody.
    package func claimTrial(_ id: ID<TOTPMethod>, at time: Timestamp, after last: Timestamp) throws -> Bool {
        try connection.execute(
            """
            UPDATE phones SET message_tried_at = $2
            WHERE id = $1 AND (message_tried_at IS NULL OR message_tried_at <= $3 OR message_tried_at > $2)
            """, [.id(id), .time(time), .time(last)]) == 1
    }

    /// Keeps the address that the phone's person gave for messages, or none.
    package func setMessageAddress(_ id: ID<TOTPMethod>, _ address: String?) throws {
        try connection.execute(
            "UPDATE phones SET message_address = $2 WHERE id = $1", [.id(id), .text(optional: address)])
    }

    /// Notes that the address that the person gave was told of a request.
    package func noteMessage(_ id: ID<TOTPMethod>, of request: ID<PhoneRequest>) throws {
        try connection.execute("UPDATE phones SET message_request = $2 WHERE id = $1", [.id(id), .id(request)])
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
            messageAddress: try row.optionalText("message_address"),
            messageRequest: try row.optionalID("message_request"), pinHash: try row.optionalBlob("pin_hash") ?? [],
            createdAt: try row.timestamp("created_at"),
            lastSeenAt: try row.timestamp("last_seen_at"))
    }
}
