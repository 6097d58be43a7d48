import MartletDirectory

/// The legacy authentication report.
package struct LegacyEntryRows {
    static let columns = """
        id, tenant_id, user_id, application_id, door, client_app_used, protocol_name, network, user_agent,
        user_principal_name, user_display_name, application_name, last_address, first_seen_at, last_seen_at, attempts,
        succeeded, refused_proven, last_proven_at, last_succeeded_at, days, owner_id, state, accepted_until, note,
        reopened_at
        """
    private static let findByKey =
        "SELECT \(columns) FROM legacy_entries WHERE tenant_id = $1 AND entry_key = $2"
    private static let save = """
        INSERT INTO legacy_entries (\(columns), entry_key)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
            $23, $24, $25, $26, $27)
        ON CONFLICT (tenant_id, entry_key) DO UPDATE SET user_principal_name = excluded.user_principal_name,
            user_display_name = excluded.user_display_name, application_name = excluded.application_name,
            last_address = excluded.last_address, first_seen_at = excluded.first_seen_at,
            last_seen_at = excluded.last_seen_at, attempts = excluded.attempts, succeeded = excluded.succeeded,
            refused_proven = excluded.refused_proven, last_proven_at = excluded.last_proven_at,
            last_succeeded_at = excluded.last_succeeded_at, days = excluded.days, owner_id = excluded.owner_id,
            state = excluded.state, accepted_until = excluded.accepted_until, note = excluded.note,
            reopened_at = excluded.reopened_at
        """

    let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// The line on which attempts with this key are counted.
    package func find(_ key: LegacyEntry.Key, in tenant: ID<Tenant>) throws -> LegacyEntry? {
        try connection.first(Self.findByKey, [.id(tenant), .text(Self.text(of: key))], Self.entry)
    }

    /// The line with this identifier.
    package func find(_ id: ID<LegacyEntry>, in tenant: ID<Tenant>) throws -> LegacyEntry? {
        try connection.first(
            "SELECT \(Self.columns) FROM legacy_entries WHERE id = $1 AND tenant_id = $2", [.id(id), .id(tenant)],
            Self.entry)
    }

    /// Adds a line, or replaces the one with its key; identifier and key stay.
    package func save(_ entry: LegacyEntry) throws {
        try connection.execute(
            Self.save,
            [
                .id(entry.id), .id(entry.tenant), .id(entry.key.user), .id(entry.key.application),
                .text(entry.key.door), .text(entry.key.clientApp), .text(entry.key.protocolName),
                .text(entry.key.network), .text(entry.key.userAgent), .text(entry.userPrincipalName),
                .text(entry.userDisplayName), .text(entry.applicationName), .text(entry.lastAddress),
                .time(entry.firstSeenAt), .time(entry.lastSeenAt), .number(entry.attempts), .number(entry.succeeded),
                .number(entry.refusedProven), .time(entry.lastProvenAt), .time(entry.lastSucceededAt),
                .text(LegacyDaysColumn.text(entry.days)), .id(entry.owner), .text(entry.state.rawValue),
                .time(entry.acceptedUntil), .text(entry.note), .time(entry.reopenedAt),
                .text(Self.text(of: entry.key)),
            ])
    }

    /// How many lines a user has; never more than `most`, where counting ends.
    package func count(of user: ID<User>, upTo most: Int) throws -> Int {
        try connection.number(
            """
            SELECT COUNT(*) AS number FROM (SELECT id FROM legacy_entries WHERE user_id = $1 LIMIT $2) AS lines
            """, [.id(user), .number(most)], "number")
    }

    /// How many lines a tenant has on which a password was right, or on which none ever was; never more than `most`.
    package func count(in tenant: ID<Tenant>, proven: Bool, upTo most: Int) throws -> Int {
        try connection.number(
            """
            SELECT COUNT(*) AS number FROM (
                SELECT id FROM legacy_entries
                WHERE tenant_id = $1 AND last_proven_at IS \(proven ? "NOT NULL" : "NULL") LIMIT $2) AS lines
            """, [.id(tenant), .number(most)], "number")
    }

    /// The lines of the accounts of programs on which a password was right, up to `limit`, the last one first.
    package func ofServices(in tenant: ID<Tenant>, limit: Int) throws -> [LegacyEntry] {
        try connection.all(
            """
            SELECT \(Self.columns) FROM legacy_entries
            WHERE user_id IN (SELECT id FROM users WHERE tenant_id = $1 AND is_service)
                AND tenant_id = $1 AND last_proven_at IS NOT NULL
            ORDER BY last_proven_at DESC, id LIMIT $2
            """, [.id(tenant), .number(limit)], Self.entry)
    }

    /// The text of a key. The user agent comes last, for it alone may hold anything; the rest are words of ours.
    private static func text(of key: LegacyEntry.Key) -> String {
        [
            key.user?.rawValue ?? "", key.application?.rawValue ?? "", key.door, key.clientApp, key.protocolName,
            key.network, key.userAgent,
        ].joined(separator: "|")
    }

    /// Reads a line from a row with `columns`.
    static func entry(_ row: inout SQLRow) throws -> LegacyEntry {
        let key = LegacyEntry.Key(
            user: try row.optionalID("user_id"), application: try row.optionalID("application_id"),
            door: try row.text("door"), clientApp: try row.text("client_app_used"),
            protocolName: try row.text("protocol_name"), network: try row.text("network"),
            userAgent: try row.text("user_agent"))
        return LegacyEntry(
            id: try row.id("id"), tenant: try row.id("tenant_id"), key: key,
            userPrincipalName: try row.text("user_principal_name"),
            userDisplayName: try row.text("user_display_name"), applicationName: try row.text("application_name"),
            lastAddress: try row.text("last_address"), firstSeenAt: try row.timestamp("first_seen_at"),
            lastSeenAt: try row.timestamp("last_seen_at"), attempts: try row.number("attempts"),
            succeeded: try row.number("succeeded"), refusedProven: try row.number("refused_proven"),
            lastProvenAt: try row.optionalTimestamp("last_proven_at"),
            lastSucceededAt: try row.optionalTimestamp("last_succeeded_at"), days: try row.legacyDays("days"),
            owner: try row.optionalID("owner_id"), state: try row.word("state"),
            acceptedUntil: try row.optionalTimestamp("accepted_until"), note: try row.text("note"),
            reopenedAt: try row.optionalTimestamp("reopened_at"))
    }
}
