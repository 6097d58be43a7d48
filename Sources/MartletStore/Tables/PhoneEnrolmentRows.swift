import MartletDirectory

/// The phones that are being registered.
package struct PhoneEnrolmentRows {
    static let columns = """
        id, user_id, tenant_id, owner_hash, code_hash, state, name, public_key, push_endpoint, push_key, push_secret,
        number, wrong_tries, created_at, expires_at
        """

    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// Begins a registration; an earlier one of the same page is forgotten.
    package func begin(_ enrolment: PhoneEnrolment) throws {
        _ = try delete(owner: enrolment.ownerHash)
        try connection.execute(
            """
            INSERT INTO phone_enrolments (\(Self.columns))
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
            """,
            [
                .id(enrolment.id), .id(enrolment.user), .id(enrolment.tenant), .blob(enrolment.ownerHash),
                .blob(enrolment.codeHash), .text(enrolment.state.rawValue), .text(enrolment.name),
                .blob(enrolment.publicKey),
            ] + SubscriptionColumns.values(enrolment.subscription) + [
                .number(enrolment.number), .number(enrolment.wrongTries), .time(enrolment.createdAt),
                .time(enrolment.expiresAt),
            ])
    }

    /// The registration with this identifier, over or not.
    package func find(_ id: ID<TOTPMethod>) throws -> PhoneEnrolment? {
        try connection.first(
            "SELECT \(Self.columns) FROM phone_enrolments WHERE id = $1", [.id(id)], Self.enrolment)
    }

    /// The registration that began on a page, over or not.
    package func find(owner hash: [UInt8]) throws -> PhoneEnrolment? {
        try connection.first(
            "SELECT \(Self.columns) FROM phone_enrolments WHERE owner_hash = $1", [.blob(hash)], Self.enrolment)
    }

    /// Spends a code for a phone; `nil` if there is no such code, if it was spent before, or if it is over.
    package func join(
        code hash: [UInt8], name: String, publicKey: [UInt8], subscription: PushSubscription?, at time: Timestamp
    ) throws -> PhoneEnrolment? {
        try connection.first(
            """
            UPDATE phone_enrolments SET state = 'joined', name = $3, public_key = $4, push_endpoint = $5,
                push_key = $6, push_secret = $7
            WHERE code_hash = $1 AND state = 'waiting' AND expires_at > $2 RETURNING \(Self.columns)
            """,
            [.blob(hash), .time(time), .text(name), .blob(publicKey)] + SubscriptionColumns.values(subscription),
            Self.enrolment)
    }

    /// Says how the phone's answer was; `false` if it was answered before or is over.
    package func answer(
        _ id: ID<TOTPMethod>, _ state: PhoneEnrolment.State, wrongTries: Int, at time: Timestamp
    ) throws -> Bool {
        try connection.execute(
            """
            UPDATE phone_enrolments SET state = $2, wrong_tries = $3
            WHERE id = $1 AND state = 'joined' AND expires_at > $4
            """, [.id(id), .text(state.rawValue), .number(wrongTries), .time(time)]) == 1
    }

    /// Ends the registration of a page; `true` for one caller only, who alone may make a phone of it.
    package func delete(owner hash: [UInt8]) throws -> Bool {
        try connection.execute("DELETE FROM phone_enrolments WHERE owner_hash = $1", [.blob(hash)]) == 1
    }

    /// Ends every registration of a user.
    @discardableResult package func deleteAll(of user: ID<User>) throws -> Int {
        try connection.execute("DELETE FROM phone_enrolments WHERE user_id = $1", [.id(user)])
    }

    static func enrolment(_ row: inout SQLRow) throws -> PhoneEnrolment {
        var enrolment = PhoneEnrolment(
            id: try row.id("id"), user: try row.id("user_id"), tenant: try row.id("tenant_id"),
            ownerHash: try row.blob("owner_hash"), codeHash: try row.blob("code_hash"),
            number: try row.number("number"), createdAt: try row.timestamp("created_at"),
            expiresAt: try row.timestamp("expires_at"))
        enrolment.state = try row.word("state")
        enrolment.name = try row.text("name")
        enrolment.publicKey = try row.blob("public_key")
        enrolment.subscription = try row.subscription()
        enrolment.wrongTries = try row.number("wrong_tries")
        return enrolment
    }
}
