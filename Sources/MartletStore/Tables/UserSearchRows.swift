import MartletDirectory

/// What people are found by: the text of their names from the beginning of each word on, in the order of an index.
///
/// Nothing outside `UserRows` writes it; a user and what finds them change in the same transaction.
struct UserSearchRows {
    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// What the user is found by now, as the row of the user says.
    func entries(of user: User) throws -> Set<String> {
        try connection.first(
            "SELECT search_text FROM users WHERE id = $1 AND tenant_id = $2 AND deleted_at IS NULL",
            [.id(user.id), .id(user.tenant)]
        ) { SearchText.entries(try $0.text("search_text")) } ?? []
    }

    /// Replaces what the user is found by; nothing is written when the names are as they were.
    func change(_ user: User, from old: Set<String>, to new: Set<String>) throws {
        for entry in old.subtracting(new).sorted() {
            try connection.execute(
                "DELETE FROM user_search WHERE tenant_id = $1 AND entry = $2 AND user_id = $3",
                [.id(user.tenant), .text(entry), .id(user.id)])
        }
        for entry in new.subtracting(old).sorted() {
            try connection.execute(
                "INSERT INTO user_search (tenant_id, entry, user_id) VALUES ($1, $2, $3)",
                [.id(user.tenant), .text(entry), .id(user.id)])
        }
    }

    /// One entry with the user whom it finds.
    struct Found {
        let entry: String
        let user: User
        /// Whether no entry before this one finds the same user by the same text: a user is listed once.
        let isFirst: Bool
    }

    /// The next `limit` entries of a range after a place; users who are deleted have none.
    func find(
        _ range: (from: String, to: String), in tenant: ID<Tenant>, after place: (name: String, id: String)?, limit: Int
    ) throws -> [Found] {
        var conditions = SQLConditions()
        conditions.add(
            "user_search.tenant_id = ? AND user_search.entry >= ? AND user_search.entry < ?", .id(tenant),
            .text(range.from), .text(range.to))
        if let place {
            conditions.add(
                "(user_search.entry, user_search.user_id) > (?, ?)", .text(place.name), .text(place.id))
        }
        // `CROSS JOIN` keeps SQLite to the order of the tables as they stand.
        return try connection.all(
            """
            SELECT \(UserRows.qualifiedColumns), users.search_text AS search_text, user_search.entry AS entry
            FROM user_search CROSS JOIN users WHERE \(conditions.text) AND users.id = user_search.user_id
            ORDER BY user_search.entry, user_search.user_id LIMIT \(conditions.place(of: .number(limit)))
            """, conditions.arguments
        ) { row in
            let entry = try row.text("entry")
            let scalars = Array(range.from.unicodeScalars)
            let first = SearchText.entries(try row.text("search_text"))
                .filter { $0.unicodeScalars.starts(with: scalars) }
                .min { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            return Found(entry: entry, user: try UserRows.user(&row), isFirst: first == entry)
        }
    }
}
