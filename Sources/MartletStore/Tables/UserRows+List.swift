import MartletDirectory

/// Which users a list shows.
package enum UserFilter: String, Sendable, CaseIterable {
    case all, enabled, disabled, guests
    /// Those who hold one of the seventeen administrator roles, directly or through a group.
    case administrators
    /// Enabled ones without an authenticator app.
    case notRegistered
}

extension UserRows {
    /// How many users are looked at for one page of what may be rare; the page after it goes on from there.
    private static let lookedAt = 2000

    /// Users who are not deleted; `text` finds what begins with it in the display name, in any word of it, or in the
    /// sign-in name.
    ///
    /// In the order of their folded names; with a text in the order of what was found, beginning with the word that
    /// the text stands in. A page of those who are rare can be shorter than `limit`, or empty, and still have a next.
    package func list(
        in tenant: ID<Tenant>, matching text: String? = nil, filter: UserFilter = .all, after cursor: String? = nil,
        limit: Int
    ) throws -> Page<User> {
        if filter == .administrators { return try administrators(tenant, matching: text, after: cursor, limit: limit) }
        if let range = SearchText.range(forTyped: text) {
            return try found(range, in: tenant, filter: filter, after: cursor, limit: limit)
        }
        guard filter == .notRegistered else {
            return Page(
                try inOrder(tenant, filter: filter, after: cursor, limit: limit + 1), limit: limit,
                cursor: Self.cursor)
        }
        let walk = UserWalk(limit: limit, lookedAt: Self.lookedAt)
        return try walk.page(after: cursor) { place, count in
            let users = try inOrder(tenant, filter: .enabled, after: place, limit: count)
            let registered = try registered(among: users)
            return users.map { UserWalk.Step($0, at: Self.cursor($0), isShown: !registered.contains($0.id)) }
        }
    }

    private static func cursor(_ user: User) -> String {
        Cursor.text(name: user.displayName.lowercased(), id: user.id.rawValue)
    }

    private func found(
        _ range: (from: String, to: String), in tenant: ID<Tenant>, filter: UserFilter, after cursor: String?,
        limit: Int
    ) throws -> Page<User> {
        let walk = UserWalk(limit: limit, lookedAt: Self.lookedAt)
        return try walk.page(after: cursor) { place, count in
            let found = try UserSearchRows(connection).find(
                range, in: tenant, after: Cursor.name(place), limit: count)
            let registered = filter == .notRegistered ? try registered(among: found.map(\.user)) : []
            return found.map { found in
                UserWalk.Step(
                    found.user, at: Cursor.text(name: found.entry, id: found.user.id.rawValue),
                    isShown: found.isFirst && Self.passes(found.user, filter) && !registered.contains(found.user.id))
            }
        }
    }

    private static func passes(_ user: User, _ filter: UserFilter) -> Bool {
        switch filter {
        case .all, .administrators: true
        case .enabled, .notRegistered: user.isEnabled
        case .disabled: !user.isEnabled
        case .guests: user.kind == .guest
        }
    }

    /// Which of these users have an authenticator app or a passkey; the statement always has as many places, so that there is one.
    private func registered(among users: [User]) throws -> Set<ID<User>> {
        guard let first = users.first else { return [] }
        var conditions = SQLConditions()
        let padding = Array(repeating: first, count: max(0, UserWalk.stride - users.count))
        let places = (users + padding).map { conditions.place(of: .id($0.id)) }.joined(separator: ", ")
        return Set(
            try connection.all(
                """
                SELECT user_id FROM totp_methods WHERE user_id IN (\(places))
                UNION SELECT user_id FROM passkeys WHERE user_id IN (\(places))
                """, conditions.arguments
            ) { try $0.id("user_id") })
    }

    private func inOrder(
        _ tenant: ID<Tenant>, filter: UserFilter, after cursor: String?, limit: Int
    ) throws -> [User] {
        var conditions = SQLConditions()
        conditions.add("tenant_id = ? AND deleted_at IS NULL", .id(tenant))
        switch filter {
        case .all, .administrators: break
        case .enabled, .notRegistered: conditions.add("is_enabled")
        // Without arguments, as in the indexes for them.
        case .disabled: conditions.add("NOT is_enabled")
        case .guests: conditions.add("kind = 'guest'")
        }
        if let place = Cursor.name(cursor) {
            conditions.add("(display_name_folded, id) > (?, ?)", .text(place.name), .text(place.id))
        }
        return try connection.all(
            """
            SELECT \(Self.columns) FROM users WHERE \(conditions.text)
            ORDER BY display_name_folded, id LIMIT \(conditions.place(of: .number(limit)))
            """, conditions.arguments, Self.user)
    }

    /// Administrators are few: they are found by what they hold, and put in order here.
    private func administrators(
        _ tenant: ID<Tenant>, matching text: String?, after cursor: String?, limit: Int
    ) throws -> Page<User> {
        var conditions = SQLConditions()
        let holders = Self.holders.map { $0.replacing("?", with: conditions.place(of: .id(tenant))) }
        conditions.add("users.id = holders.user_id AND users.tenant_id = ? AND users.deleted_at IS NULL", .id(tenant))
        if let pattern = SearchText.pattern(forTyped: text) {
            conditions.add(#"users.search_text LIKE ? ESCAPE '\'"#, .text(pattern))
        }
        let users = try connection.all(
            """
            SELECT \(Self.qualifiedColumns) FROM (\(holders.joined(separator: " UNION "))) AS holders
            CROSS JOIN users WHERE \(conditions.text)
            """, conditions.arguments, Self.user)
        let place = Cursor.name(cursor)
        let inOrder = users.map {
            (key: [$0.displayName.lowercased(), $0.id.rawValue].map { Array($0.utf8) }, user: $0)
        }
        .sorted { $0.key.lexicographicallyPrecedes($1.key) { $0.lexicographicallyPrecedes($1) } }
        .filter { entry in
            guard let place else { return true }
            return [place.name, place.id].map { Array($0.utf8) }
                .lexicographicallyPrecedes(entry.key) { $0.lexicographicallyPrecedes($1) }
        }
        return Page(inOrder.prefix(limit + 1).map(\.user), limit: limit, cursor: Self.cursor)
    }

    /// The ids of those who hold an administrator role, directly and through a group; the ids of the roles are constants
    /// of this program.
    private static let holders = {
        let roles = DirectoryRole.all.filter(\.isAdministrator).map { "'\($0.id.rawValue)'" }.joined(separator: ", ")
        return [
            """
            SELECT user_id FROM role_assignments
            WHERE tenant_id = ? AND user_id IS NOT NULL AND role_id IN (\(roles))
            """,
            """
            SELECT members.user_id FROM role_assignments AS held
            JOIN groups ON groups.id = held.group_id AND groups.is_assignable_to_role
            JOIN group_members AS members ON members.group_id = held.group_id
            WHERE held.tenant_id = ? AND held.role_id IN (\(roles))
            """,
        ]
    }()
}
