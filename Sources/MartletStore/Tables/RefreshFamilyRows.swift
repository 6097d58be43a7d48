import MartletDirectory

/// The families of refresh tokens.
package struct RefreshFamilyRows {
    static let columns = """
        id, tenant_id, application_id, user_id, session_id, scopes, nonce, proofs, used_remembered_browser,
        created_at, expires_at, revoked_at, details
        """
    private static let insert = """
        INSERT INTO refresh_families (\(columns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        """
    private static let find = "SELECT \(columns) FROM refresh_families WHERE id = $1"

    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// Begins a family for whom the gate let through; the clearance must name the same user and tenant.
    package func insert(_ family: RefreshFamily, by clearance: some Cleared) throws {
        precondition(
            clearance.subject == family.user && clearance.tenant == family.tenant,
            "a refresh family is begun for whom the gate let through")
        try connection.execute(
            Self.insert,
            [
                .id(family.id), .id(family.tenant), .id(family.application), .id(family.user), .id(family.session),
                .text(family.scopes.description), .text(optional: family.nonce),
                .text(ProofsColumn.text(family.proofs)), .boolean(family.usedRememberedBrowser),
                .time(family.createdAt), .time(family.expiresAt), .time(family.revokedAt),
                .text(try DocumentColumn.text(family.details)),
            ])
    }

    /// The family with this identifier, revoked or not.
    package func find(_ id: ID<RefreshFamily>) throws -> RefreshFamily? {
        try connection.first(Self.find, [.id(id)], Self.family)
    }

    /// Revokes one family; `false` if it was revoked before or is not there.
    @discardableResult package func revoke(_ id: ID<RefreshFamily>, at time: Timestamp) throws -> Bool {
        try connection.execute(
            "UPDATE refresh_families SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL",
            [.id(id), .time(time)]) == 1
    }

    /// Revokes the user's families and says how many.
    @discardableResult package func revokeAll(_ user: ID<User>, at time: Timestamp) throws -> Int {
        try connection.execute(
            "UPDATE refresh_families SET revoked_at = $2 WHERE user_id = $1 AND revoked_at IS NULL",
            [.id(user), .time(time)])
    }

    /// Revokes the user's families that rest on a method, whichever session they have come to, and says how many.
    @discardableResult
    package func revokeAll(_ user: ID<User>, provenBy method: Method, at time: Timestamp) throws -> Int {
        let families = try connection.all(
            "SELECT \(Self.columns) FROM refresh_families WHERE user_id = $1 AND revoked_at IS NULL", [.id(user)],
            Self.family)
        return try families.count { family in
            try family.proofs.contains { $0.method == method } && revoke(family.id, at: time)
        }
    }

    /// Revokes the user's families of one app and says how many.
    @discardableResult
    package func revokeAll(_ user: ID<User>, application: ID<Application>, at time: Timestamp) throws -> Int {
        try connection.execute(
            """
            UPDATE refresh_families SET revoked_at = $3
            WHERE user_id = $1 AND application_id = $2 AND revoked_at IS NULL
            """, [.id(user), .id(application), .time(time)])
    }

    /// Revokes all families of one app and says how many.
    @discardableResult package func revokeAll(of application: ID<Application>, at time: Timestamp) throws -> Int {
        try connection.execute(
            "UPDATE refresh_families SET revoked_at = $2 WHERE application_id = $1 AND revoked_at IS NULL",
            [.id(application), .time(time)])
    }

    /// Revokes the families that came from one session and says how many.
    @discardableResult package func revokeAll(session: ID<Session>, at time: Timestamp) throws -> Int {
        try connection.execute(
            "UPDATE refresh_families SET revoked_at = $2 WHERE session_id = $1 AND revoked_at IS NULL",
            [.id(session), .time(time)])
    }

    /// Gives the families that came from one session to another of the same user, and says how many.
    ///
    /// Their tokens go on naming the session that they came from.
    @discardableResult package func move(from old: ID<Session>, to session: ID<Session>) throws -> Int {
        let families = try connection.all(
            "SELECT \(Self.columns) FROM refresh_families WHERE session_id = $1", [.id(old)], Self.family)
        for family in families {
            var details = family.details
            details.namedSession = family.namedSession
            try connection.execute(
                "UPDATE refresh_families SET session_id = $2, details = $3 WHERE id = $1",
                [.id(family.id), .id(session), .text(try DocumentColumn.text(details))])
        }
        return families.count
    }

    /// The apps that got tokens in a session, revoked or not: they may have sessions of their own since.
    package func participants(in session: ID<Session>) throws -> [SessionParticipant] {
        let found = try connection.all(
            """
            SELECT DISTINCT tenant_id, application_id, user_id, session_id, details FROM refresh_families
            WHERE session_id = $1
            """, [.id(session)], Self.participant)
        return Array(Set(found)).sorted {
            ($0.application.rawValue, $0.session.rawValue) < ($1.application.rawValue, $1.session.rawValue)
        }
    }

    /// Reads a participant from a row with the columns that name one.
    static func participant(_ row: inout SQLRow) throws -> SessionParticipant {
        let details: GrantDetails = try row.document("details")
        let session: ID<Session> = try row.id("session_id")
        return SessionParticipant(
            application: try row.id("application_id"), tenant: try row.id("tenant_id"), user: try row.id("user_id"),
            session: details.namedSession ?? session)
    }

    /// Revokes the tenant's families, all but those of `kept`, and says how many (D24).
    @discardableResult
    package func revokeAll(in tenant: ID<Tenant>, at time: Timestamp, exceptUser kept: ID<User>? = nil) throws -> Int {
        try connection.execute(
            """
            UPDATE refresh_families SET revoked_at = $2
            WHERE tenant_id = $1 AND revoked_at IS NULL AND user_id <> $3
            """, [.id(tenant), .time(time), .text(kept?.rawValue ?? "")])
    }

    /// Reads a family from a row with `columns`.
    static func family(_ row: inout SQLRow) throws -> RefreshFamily {
        RefreshFamily(
            id: try row.id("id"), tenant: try row.id("tenant_id"), application: try row.id("application_id"),
            user: try row.id("user_id"), session: try row.id("session_id"), scopes: try row.scopes("scopes"),
            nonce: try row.optionalText("nonce"), details: try row.document("details"),
            proofs: try row.proofs("proofs"),
            usedRememberedBrowser: try row.boolean("used_remembered_browser"),
            createdAt: try row.timestamp("created_at"), expiresAt: try row.timestamp("expires_at"),
            revokedAt: try row.optionalTimestamp("revoked_at"))
    }
}
