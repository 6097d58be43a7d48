import MartletDirectory

/// Which lines of the legacy report a list shows; every field that is set narrows it.
package struct LegacyEntryFilter: Sendable, Equatable {
    /// Those whose sign-in name holds this, or whose last address is this.
    package var text: String?
    /// Those in a state at `now`: what was accepted until a day that has come is open.
    package var state: LegacyEntry.State?
    /// Those of one kind of client, as the log names it.
    package var clientApp: String?
    /// Those by one door.
    package var door: String?
    /// Those with a right password at any time: people and services that really sign in so.
    package var provenOnly: Bool
    /// The time at which `state` is meant.
    package var now: Timestamp

    /// A filter with the given fields; none shows everything.
    package init(
        text: String? = nil, state: LegacyEntry.State? = nil, clientApp: String? = nil, door: String? = nil,
        provenOnly: Bool = false, now: Timestamp
    ) {
        self.text = text
        self.state = state
        self.clientApp = clientApp
        self.door = door
        self.provenOnly = provenOnly
        self.now = now
    }
}

extension LegacyEntryRows {
    /// Lines that pass the filter, those that were seen last first.
    ///
    /// A tenant has a bounded number of lines (`LegacyNoting`), so what passes is looked for among all of them.
    package func list(
        in tenant: ID<Tenant>, filter: LegacyEntryFilter, after cursor: String? = nil, limit: Int
    ) throws -> Page<LegacyEntry> {
        var conditions = Self.conditions(filter, in: tenant)
        if let place = Cursor.time(cursor) {
            conditions.add("(last_seen_at, id) < (?, ?)", .integer(place.milliseconds), .text(place.id))
        }
        let entries = try connection.all(
            """
            SELECT \(Self.columns) FROM legacy_entries WHERE \(conditions.text)
            ORDER BY last_seen_at DESC, id DESC LIMIT \(conditions.place(of: .number(limit + 1)))
            """, conditions.arguments, Self.entry)
        return Page(entries, limit: limit) { Cursor.text(at: $0.lastSeenAt, id: $0.id.rawValue) }
    }

    /// The lines on which a password was right since a time, the last one first.
    package func proven(in tenant: ID<Tenant>, since time: Timestamp, limit: Int) throws -> [LegacyEntry] {
        try connection.all(
            """
            SELECT \(Self.columns) FROM legacy_entries WHERE tenant_id = $1 AND last_proven_at >= $2
            ORDER BY last_proven_at DESC, id DESC LIMIT $3
            """, [.id(tenant), .time(time), .number(limit)], Self.entry)
    }

    private static func conditions(_ filter: LegacyEntryFilter, in tenant: ID<Tenant>) -> SQLConditions {
        var conditions = SQLConditions()
        conditions.add("tenant_id = ?", .id(tenant))
        if let text = filter.text?.trimmed.lowercased(), !text.isEmpty {
            conditions.add(
                #"(user_principal_name LIKE ? ESCAPE '\' OR last_address = ?)"#,
                .text(SearchText.patternAnywhere(forTyped: text) ?? ""), .text(text))
        }
        switch filter.state {
        case .open:
            conditions.add("(state = 'open' OR (state = 'accepted' AND accepted_until <= ?))", .time(filter.now))
        case .accepted: conditions.add("state = 'accepted' AND accepted_until > ?", .time(filter.now))
        case .moving: conditions.add("state = 'moving'")
        case .done: conditions.add("state = 'done'")
        case nil: break
        }
        if let clientApp = filter.clientApp { conditions.add("client_app_used = ?", .text(clientApp)) }
        if let door = filter.door { conditions.add("door = ?", .text(door)) }
        // As counts: by the time of the last one an engine would find them in another order than the list's.
        if filter.provenOnly { conditions.add("(succeeded > 0 OR refused_proven > 0)") }
        return conditions
    }
}
