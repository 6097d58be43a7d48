import MartletDirectory

/// The groups of each tenant.
package struct GroupRows {
    private static let names = [
        "id", "tenant_id", "display_name", "description", "is_assignable_to_role", "created_at",
    ]
    static let columns = names.joined(separator: ", ")
    /// The columns of a group in a statement that names other tables as well.
    static let qualifiedColumns = names.map { "groups." + $0 }.joined(separator: ", ")

    let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// The group with this identifier.
    package func find(_ id: ID<Group>, in tenant: ID<Tenant>) throws -> Group? {
        try connection.first(
            "SELECT \(Self.columns) FROM groups WHERE id = $1 AND tenant_id = $2", [.id(id), .id(tenant)], Self.group)
    }

    /// Groups in the order of their folded names; `text` finds what begins with it in any word of the name.
    package func list(
        in tenant: ID<Tenant>, matching text: String? = nil, after cursor: String? = nil, limit: Int
    ) throws -> Page<Group> {
        var conditions = SQLConditions()
        conditions.add("tenant_id = ?", .id(tenant))
        if let pattern = SearchText.pattern(forTyped: text) {
            conditions.add(#"search_text LIKE ? ESCAPE '\'"#, .text(pattern))
        }
        if let place = Cursor.name(cursor) {
            conditions.add("(display_name_folded, id) > (?, ?)", .text(place.name), .text(place.id))
        }
        let rows = try connection.all(
            """
            SELECT \(Self.columns) FROM groups WHERE \(conditions.text)
            ORDER BY display_name_folded, id LIMIT \(conditions.place(of: .number(limit + 1)))
            """, conditions.arguments, Self.group)
        return Page(rows, limit: limit) { Cursor.text(name: $0.displayName.lowercased(), id: $0.id.rawValue) }
    }

    /// Adds a group.
    package func insert(_ group: Group) throws {
        try connection.execute(
            """
            INSERT INTO groups (id, tenant_id, display_name, display_name_folded, search_text, description,
                is_assignable_to_role, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            [
                .id(group.id), .id(group.tenant), .text(group.displayName), .text(group.displayName.lowercased()),
                .text(SearchText.of(group.displayName)), .text(group.description),
                .boolean(group.isAssignableToRole), .time(group.createdAt),
            ])
    }

    /// Replaces the name and the description; whether roles may be given to it is fixed (RO-20).
    package func update(_ group: Group) throws {
        try connection.executeOne(
            """
            UPDATE groups SET display_name = $3, display_name_folded = $4, search_text = $5, description = $6
            WHERE id = $1 AND tenant_id = $2
            """,
            [
                .id(group.id), .id(group.tenant), .text(group.displayName), .text(group.displayName.lowercased()),
                .text(SearchText.of(group.displayName)), .text(group.description),
            ], orConflict: "there is no such group")
    }

    /// Removes a group, its memberships and its role assignments; `false` if it is not there.
    package func delete(_ id: ID<Group>, in tenant: ID<Tenant>) throws -> Bool {
        try connection.execute("DELETE FROM groups WHERE id = $1 AND tenant_id = $2", [.id(id), .id(tenant)]) == 1
    }

    /// Reads a group from a row with the columns of a group.
    static func group(_ row: inout SQLRow) throws -> Group {
        Group(
            id: try row.id("id"), tenant: try row.id("tenant_id"), displayName: try row.text("display_name"),
            description: try row.text("description"), isAssignableToRole: try row.boolean("is_assignable_to_role"),
            createdAt: try row.timestamp("created_at"))
    }
}
