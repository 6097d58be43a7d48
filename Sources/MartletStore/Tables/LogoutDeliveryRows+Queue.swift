import MartletDirectory

/// Which apps hear of which ends. Only `SessionRows` calls these, so that no end is forgotten.
extension LogoutDeliveryRows {
    // A first sieve: the settings are a document, and most apps have no such address. What is left is read properly.
    private static let listeners = """
        SELECT DISTINCT refresh_families.tenant_id, application_id, refresh_families.user_id, session_id, details,
            settings
        FROM refresh_families JOIN applications ON applications.id = application_id
            JOIN sessions ON sessions.id = session_id
        """
    private static let sieve = #"settings LIKE '%"backChannelURI":%'"#

    /// Queues what the end of one session sets going.
    func queue(endOf session: ID<Session>, at time: Timestamp) throws {
        try queue("\(Self.listeners) WHERE session_id = $1 AND \(Self.sieve)", [.id(session)], at: time)
    }

    /// The same for those sessions of a user that have not ended.
    func queue(endOfAllOf user: ID<User>, except kept: ID<Session>?, at time: Timestamp) throws {
        try queue(
            """
            \(Self.listeners)
            WHERE sessions.user_id = $1 AND ended_at IS NULL AND sessions.id <> $2 AND \(Self.sieve)
            """, [.id(user), SessionRows.exception(kept)], at: time)
    }

    /// The same for those of a tenant.
    func queue(endOfAllIn tenant: ID<Tenant>, except kept: ID<Session>?, at time: Timestamp) throws {
        try queue(
            """
            \(Self.listeners)
            WHERE sessions.tenant_id = $1 AND ended_at IS NULL AND sessions.id <> $2 AND \(Self.sieve)
            """, [.id(tenant), SessionRows.exception(kept)], at: time)
    }

    private func queue(_ statement: String, _ arguments: [SQLValue], at time: Timestamp) throws {
        let found = try connection.all(statement, arguments) { row in
            let settings: ApplicationSettings = try row.document("settings")
            return (app: try RefreshFamilyRows.participant(&row), uri: settings.logout.backChannelURI)
        }
        for case (let app, let uri?) in found {
            try insert(
                LogoutDelivery(
                    id: ID("\(app.application):\(app.session)"), tenant: app.tenant, application: app.application,
                    session: app.session, user: app.user, uri: uri, nextTryAt: time, createdAt: time))
        }
    }
}
