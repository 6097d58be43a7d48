import MartletDirectory

/// The browsers, networks and places from which each user has fully signed in, and the boxes that let them in.
package struct FamiliarityRows {
    static let columns = "user_id, kind, key, tenant_id, first_seen_at, last_seen_at, remembers_mfa_until"
    private static let find = "SELECT \(columns) FROM familiarities WHERE user_id = $1 AND kind = $2 AND key = $3"
    private static let save = """
        INSERT INTO familiarities (\(columns)) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (user_id, kind, key) DO UPDATE SET last_seen_at = excluded.last_seen_at,
            remembers_mfa_until = excluded.remembers_mfa_until
        """

    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// What is known of one browser, network or place.
    package func find(_ user: ID<User>, kind: Familiarity.Kind, key: String) throws -> Familiarity? {
        try connection.first(Self.find, [.id(user), .text(kind.rawValue), .text(key)], Self.familiarity)
    }

    /// Everything familiar to the user, last seen first.
    package func list(_ user: ID<User>) throws -> [Familiarity] {
        try connection.all(
            "SELECT \(Self.columns) FROM familiarities WHERE user_id = $1 ORDER BY last_seen_at DESC, kind, key",
            [.id(user)], Self.familiarity)
    }

    /// Adds or replaces what is known; the time of the first sight is kept.
    package func save(_ familiarity: Familiarity) throws {
        try connection.execute(
            Self.save,
            [
                .id(familiarity.user), .text(familiarity.kind.rawValue), .text(familiarity.key),
                .id(familiarity.tenant), .time(familiarity.firstSeenAt), .time(familiarity.lastSeenAt),
                .time(familiarity.remembersMFAUntil),
            ])
    }

    /// No browser carries the user's second factor any more; says how many did.
    @discardableResult package func forgetRemembered(_ user: ID<User>) throws -> Int {
        try connection.execute(
            """
            UPDATE familiarities SET remembers_mfa_until = NULL WHERE user_id = $1 AND remembers_mfa_until IS NOT NULL
            """, [.id(user)])
    }

    /// One browser carries the user's second factor no more.
    package func forgetRemembered(_ user: ID<User>, browser key: String) throws {
        try connection.execute(
            "UPDATE familiarities SET remembers_mfa_until = NULL WHERE user_id = $1 AND kind = $2 AND key = $3",
            [.id(user), .text(Familiarity.Kind.browser.rawValue), .text(key)])
    }

    /// Forgets everything familiar to the user; says how much there was.
    @discardableResult package func deleteAll(of user: ID<User>) throws -> Int {
        try connection.execute("DELETE FROM familiarities WHERE user_id = $1", [.id(user)])
    }

    /// Reads a familiarity from a row with `columns`.
    static func familiarity(_ row: inout SQLRow) throws -> Familiarity {
        let user: ID<User> = try row.id("user_id")
        let kind: Familiarity.Kind = try row.word("kind")
        let key = try row.text("key")
        return Familiarity(
            user: user, tenant: try row.id("tenant_id"), kind: kind, key: key,
            firstSeenAt: try row.timestamp("first_seen_at"), lastSeenAt: try row.timestamp("last_seen_at"),
            remembersMFAUntil: try row.optionalTimestamp("remembers_mfa_until"))
    }
}
