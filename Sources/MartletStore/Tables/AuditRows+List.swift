import MartletDirectory

/// Which audit records a list shows; every field that is set narrows it.
package struct AuditFilter: Sendable, Equatable {
    /// Those of one broad kind.
    package var category: AuditRecord.Category?
    /// Those whose actor's name holds this.
    package var actor: String?
    /// Those with one activity.
    package var activity: String?
    /// Those that deserve an administrator's eye.
    package var alertsOnly: Bool
    /// Those that acted on the object with this id.
    package var target: String?
    /// Those at this time or later.
    package var from: Timestamp?
    /// Those before this time.
    package var to: Timestamp?

    /// A filter with the given fields; none shows everything.
    package init(
        category: AuditRecord.Category? = nil, actor: String? = nil, activity: String? = nil, alertsOnly: Bool = false,
        target: String? = nil, from: Timestamp? = nil, to: Timestamp? = nil
    ) {
        self.category = category
        self.actor = actor
        self.activity = activity
        self.alertsOnly = alertsOnly
        self.target = target
        self.from = from
        self.to = to
    }
}

extension AuditRows {
    /// Records that pass the filter, newest first.
    package func list(
        in tenant: ID<Tenant>, filter: AuditFilter = AuditFilter(), after cursor: String? = nil, limit: Int
    ) throws -> Page<AuditRecord> {
        var conditions = Self.conditions(filter, in: tenant)
        if let place = Cursor.time(cursor) {
            conditions.add("(created_at, id) < (?, ?)", .integer(place.milliseconds), .text(place.id))
        }
        let rows = try connection.all(
            """
            SELECT \(Self.columns) FROM audits WHERE \(conditions.text)
            ORDER BY created_at DESC, id DESC LIMIT \(conditions.place(of: .number(limit + 1)))
            """, conditions.arguments, Self.record)
        return Page(rows, limit: limit) { Cursor.text(at: $0.createdAt, id: $0.id.rawValue) }
    }

    private static func conditions(_ filter: AuditFilter, in tenant: ID<Tenant>) -> SQLConditions {
        var conditions = SQLConditions()
        conditions.add("tenant_id = ?", .id(tenant))
        if let category = filter.category { conditions.add("category = ?", .text(category.rawValue)) }
        if let pattern = SearchText.patternAnywhere(forTyped: filter.actor) {
            conditions.add(#"actor_folded LIKE ? ESCAPE '\'"#, .text(pattern))
        }
        if let activity = filter.activity { conditions.add("activity = ?", .text(activity)) }
        if filter.alertsOnly { conditions.add("is_alert") }
        if let target = filter.target {
            conditions.add(
                "id IN (SELECT audit_id FROM audit_targets WHERE tenant_id = ? AND target_id = ?)",
                .id(tenant), .text(target))
        }
        if let from = filter.from { conditions.add("created_at >= ?", .time(from)) }
        if let to = filter.to { conditions.add("created_at < ?", .time(to)) }
        return conditions
    }
}
