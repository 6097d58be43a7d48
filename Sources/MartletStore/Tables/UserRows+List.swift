import MartletDirectory

/// Which users a list shows.
package enum UserFilter: String, Sendable, CaseIterable {
    case all, enabled, disabled, guests
    /// Those who hold one of the seventeen administrator roles, directly or through a group.
    case administrators
}

extension UserRows {
    /// Users who are not deleted, in the order of their folded names; `text` finds what begins with it in the display
    /// name, in any word of it, or in the sign-in name.
    package func list(
        in tenant: ID<Tenant>, matching text: String? = nil, filter: UserFilter = .all, after cursor: String? = nil,
        limit: Int
    ) throws -> Page<User> {
        var conditions = SQLConditions()
        conditions.add("tenant_id = ? AND deleted_at IS NULL", .id(tenant))
        if let pattern = SearchText.pattern(forTyped: text) {
            conditions.add(#"search_text LIKE ? ESCAPE '\'"#, .text(pattern))
        }
        switch filter {
        case .all: break
        case .enabled: conditions.add("is_enabled = ?", .boolean(true))
        case .disabled: conditions.add("is_enabled = ?", .boolean(false))
        case .guests: conditions.add("kind = ?", .text(User.Kind.guest.rawValue))
        case .administrators: conditions.add("id IN (\(Self.administrators))", .id(tenant), .id(tenant))
        }
        if let place = Cursor.name(cursor) {
            conditions.add("(display_name_folded, id) > (?, ?)", .text(place.name), .text(place.id))
        }
        let rows = try connection.all(
            """
            SELECT \(Self.columns) FROM users WHERE \(conditions.text)
            ORDER BY display_name_folded, id LIMIT \(conditions.place(of: .number(limit + 1)))
            """, conditions.arguments, Self.user)
        return Page(rows, limit: limit) { Cursor.text(name: $0.displayName.lowercased(), id: $0.id.rawValue) }
    }

    /// The ids of those who hold an administrator role; the ids of the roles are constants of this program.
    private static let administrators = {
        let roles = DirectoryRole.all.filter(\.isAdministrator).map { "'\($0.id.rawValue)'" }.joined(separator: ", ")
        return """
            SELECT user_id FROM role_assignments
            WHERE tenant_id = ? AND user_id IS NOT NULL AND role_id IN (\(roles))
            UNION
            SELECT members.user_id FROM role_assignments AS held
            JOIN groups ON groups.id = held.group_id AND groups.is_assignable_to_role
            JOIN group_members AS members ON members.group_id = held.group_id
            WHERE held.tenant_id = ? AND held.role_id IN (\(roles))
            """
    }()
}
