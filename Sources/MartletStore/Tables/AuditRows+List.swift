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
    ///
    /// What no index finds is looked for among the newest rows, and the page says back to when (`LookBack`).
    package func list(
        in tenant: ID<Tenant>, filter: AuditFilter = AuditFilter(), after cursor: String? = nil, limit: Int
    ) throws -> Page<AuditRecord> {
        var conditions = Self.conditions(filter, in: tenant)
        let place = Cursor.time(cursor)
        // The records about one thing are found, and put in order, by the table that tells of them.
        let (time, id) =
            filter.target == nil
            ? ("audits.created_at", "audits.id") : ("audit_targets.created_at", "audit_targets.audit_id")
        if let place { conditions.add("(\(time), \(id)) < (?, ?)", .integer(place.milliseconds), .text(place.id)) }
        let isFound = filter.target != nil || filter.activity != nil || filter.alertsOnly
        let look =
            !isFound && (filter.category != nil || filter.actor != nil)
            ? try LookBack(connection).look("audits", in: tenant, from: filter.from, before: filter.to, after: place)
            : nil
        if let look { conditions.add("audits.created_at >= ?", .time(look.earliest)) }
        let rows = try connection.all(
            """
            SELECT \(Self.qualifiedColumns) FROM \(filter.target == nil ? "audits" : "audit_targets CROSS JOIN audits")
            WHERE \(conditions.text)
            ORDER BY \(time) DESC, \(id) DESC LIMIT \(conditions.place(of: .number(limit + 1)))
            """, conditions.arguments, Self.record)
        let page = Page(rows, limit: limit) { Cursor.text(at: $0.createdAt, id: $0.id.rawValue) }
        return look?.continued(page) ?? page
    }

    private static func conditions(_ filter: AuditFilter, in tenant: ID<Tenant>) -> SQLConditions {
        var conditions = SQLConditions()
        if let target = filter.target {
            conditions.add(
                "audit_targets.tenant_id = ? AND audit_targets.target_id = ? AND audits.id = audit_targets.audit_id",
                .id(tenant), .text(target))
        } else {
            conditions.add("audits.tenant_id = ?", .id(tenant))
        }
        if let category = filter.category { conditions.add("category = ?", .text(category.rawValue)) }
        if let pattern = SearchText.patternAnywhere(forTyped: filter.actor) {
            conditions.add(#"actor_folded LIKE ? ESCAPE '\'"#, .text(pattern))
        }
        if let activity = filter.activity { conditions.add("activity = ?", .text(activity)) }
        if filter.alertsOnly { conditions.add("is_alert") }
        if let from = filter.from { conditions.add("audits.created_at >= ?", .time(from)) }
        if let to = filter.to { conditions.add("audits.created_at < ?", .time(to)) }
        return conditions
    }
}
