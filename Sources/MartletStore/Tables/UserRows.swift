import MartletDirectory

/// The people of each tenant; a deleted one stays as a tombstone.
package struct UserRows {
    private static let names = [
        "id", "tenant_id", "user_principal_name", "display_name", "given_name", "surname", "kind", "is_enabled",
        "is_emergency_access", "created_at", "deleted_at", "sessions_valid_from", "registration_grace_started_at",
        "preferred_language", "per_user_mfa", "is_service",
    ]
    /// The columns of a user.
    static let columns = names.joined(separator: ", ")
    /// The same in a statement that names other tables as well.
    static let qualifiedColumns = names.map { "users." + $0 }.joined(separator: ", ")

    private static let find = "SELECT \(columns) FROM users WHERE id = $1 AND tenant_id = $2"
    private static let findByName =
        "SELECT \(columns) FROM users WHERE tenant_id = $1 AND upn_folded = $2 AND deleted_at IS NULL"

    let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// The user with this identifier, deleted or not.
    package func find(_ id: ID<User>, in tenant: ID<Tenant>) throws -> User? {
        try connection.first(Self.find, [.id(id), .id(tenant)], Self.user)
    }

    /// The user who signs in with this name and is not deleted.
    package func find(upn: UserPrincipalName, in tenant: ID<Tenant>) throws -> User? {
        try connection.first(Self.findByName, [.id(tenant), .text(upn.folded)], Self.user)
    }

    /// Adds a user; `StoreError.conflict` if the name is taken by somebody who is not deleted.
    package func insert(_ user: User) throws {
        try connection.execute(
            """
            INSERT INTO users (id, tenant_id, created_at, user_principal_name, upn_folded, display_name,
                display_name_folded, search_text, given_name, surname, kind, is_enabled, is_emergency_access,
                deleted_at, sessions_valid_from, registration_grace_started_at, preferred_language,
                per_user_mfa, is_service)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
            """, [.id(user.id), .id(user.tenant), .time(user.createdAt)] + Self.changeable(user))
        try search.change(user, from: [], to: Self.entries(user))
    }

    /// Replaces everything but the identifier, the tenant and the day of creation; `StoreError.conflict` if the new
    /// name is taken or there is no such user.
    package func update(_ user: User) throws {
        let before = try search.entries(of: user)
        try connection.executeOne(
            """
            UPDATE users SET user_principal_name = $3, upn_folded = $4, display_name = $5, display_name_folded = $6,
                search_text = $7, given_name = $8, surname = $9, kind = $10, is_enabled = $11,
                is_emergency_access = $12, deleted_at = $13, sessions_valid_from = $14,
                registration_grace_started_at = $15, preferred_language = $16, per_user_mfa = $17,
                is_service = $18
            WHERE id = $1 AND tenant_id = $2
            """, [.id(user.id), .id(user.tenant)] + Self.changeable(user), orConflict: "there is no such user")
        try search.change(user, from: before, to: Self.entries(user))
    }

    /// The accounts that are marked as those of programs, up to `limit`.
    package func services(in tenant: ID<Tenant>, limit: Int) throws -> [ID<User>] {
        try connection.all(
            "SELECT id FROM users WHERE tenant_id = $1 AND is_service ORDER BY id LIMIT $2",
            [.id(tenant), .number(limit)]
        ) { row in try row.id("id") }
    }

    /// How many users are not deleted.
    package func count(in tenant: ID<Tenant>) throws -> Int {
        try connection.number(
            "SELECT COUNT(*) AS number FROM users WHERE tenant_id = $1 AND deleted_at IS NULL", [.id(tenant)], "number")
    }

    private var search: UserSearchRows { UserSearchRows(connection) }

    /// What the user is found by: nothing for one who is deleted.
    private static func entries(_ user: User) -> Set<String> {
        user.deletedAt == nil ? SearchText.entries(searchText(user)) : []
    }

    private static func searchText(_ user: User) -> String {
        SearchText.of(user.displayName, user.userPrincipalName.folded)
    }

    private static func changeable(_ user: User) -> [SQLValue] {
        [
            .text(user.userPrincipalName.text), .text(user.userPrincipalName.folded), .text(user.displayName),
            .text(user.displayName.lowercased()),
            .text(searchText(user)),
            .text(optional: user.givenName), .text(optional: user.surname), .text(user.kind.rawValue),
            .boolean(user.isEnabled), .boolean(user.isEmergencyAccess), .time(user.deletedAt),
            .time(user.sessionsValidFrom), .time(user.registrationGraceStartedAt),
            .text(optional: user.preferredLanguage), .text(user.perUserMFA.rawValue),
            .boolean(user.isService),
        ]
    }

    /// Reads a user from a row with `columns`.
    static func user(_ row: inout SQLRow) throws -> User {
        User(
            id: try row.id("id"), tenant: try row.id("tenant_id"),
            userPrincipalName: UserPrincipalName(stored: try row.text("user_principal_name")),
            displayName: try row.text("display_name"), givenName: try row.optionalText("given_name"),
            surname: try row.optionalText("surname"), kind: try row.word("kind"),
            isEnabled: try row.boolean("is_enabled"), isEmergencyAccess: try row.boolean("is_emergency_access"),
            createdAt: try row.timestamp("created_at"), deletedAt: try row.optionalTimestamp("deleted_at"),
            sessionsValidFrom: try row.timestamp("sessions_valid_from"),
            registrationGraceStartedAt: try row.optionalTimestamp("registration_grace_started_at"),
            preferredLanguage: try row.optionalText("preferred_language"), perUserMFA: try row.word("per_user_mfa"),
            isService: try row.boolean("is_service"))
    }
}
