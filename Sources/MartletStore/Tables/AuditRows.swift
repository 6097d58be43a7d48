import MartletDirectory

/// The audit log.
package struct AuditRows {
    private static let names = [
        "id", "tenant_id", "created_at", "correlation_id", "activity", "category", "succeeded", "result_reason",
        "is_alert", "actor_kind", "actor_id", "actor_name", "address", "targets", "changes",
    ]
    static let columns = names.joined(separator: ", ")
    /// The same in a statement that names other tables as well.
    static let qualifiedColumns = names.map { "audits." + $0 }.joined(separator: ", ")

    let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// Adds a record; records are never changed.
    package func insert(_ record: AuditRecord) throws {
        let (kind, id, name) = Self.actor(record.actor)
        try connection.execute(
            """
            INSERT INTO audits (\(Self.columns), actor_folded)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
            """,
            [
                .id(record.id), .id(record.tenant), .time(record.createdAt), .text(record.correlationID),
                .text(record.activity), .text(record.category.rawValue), .boolean(record.succeeded),
                .text(record.resultReason), .boolean(record.isAlert), .text(kind.rawValue), .id(id), .text(name),
                .text(record.address), .text(Self.targets(record.targets)), .text(Self.changes(record.changes)),
                .text(name.lowercased()),
            ])
        for target in Set(record.targets.map(\.id)) {
            try connection.execute(
                "INSERT INTO audit_targets (tenant_id, target_id, audit_id, created_at) VALUES ($1, $2, $3, $4)",
                [.id(record.tenant), .text(target), .id(record.id), .time(record.createdAt)])
        }
    }

    /// The record with this identifier.
    package func find(_ id: ID<AuditRecord>, in tenant: ID<Tenant>) throws -> AuditRecord? {
        try connection.first(
            "SELECT \(Self.columns) FROM audits WHERE id = $1 AND tenant_id = $2", [.id(id), .id(tenant)], Self.record)
    }

    private enum ActorKind: String { case user, `operator`, system }

    private static func actor(_ actor: AuditRecord.Actor) -> (ActorKind, ID<User>?, String) {
        switch actor {
        case .user(let id, let name): (.user, id, name)
        case .operator: (.operator, nil, "")
        case .system: (.system, nil, "")
        }
    }

    private static func targets(_ targets: [AuditRecord.Target]) -> String {
        JSONColumn.text(targets) { target in
            ["id": .text(target.id), "kind": .text(target.kind.rawValue), "name": .text(target.name)]
        }
    }

    private static func changes(_ changes: [AuditRecord.Change]) -> String {
        JSONColumn.text(changes) { change in
            ["new": .text(change.new), "old": .text(change.old), "property": .text(change.property)]
        }
    }

    /// Reads a record from a row with `columns`.
    static func record(_ row: inout SQLRow) throws -> AuditRecord {
        AuditRecord(
            id: try row.id("id"), tenant: try row.id("tenant_id"), createdAt: try row.timestamp("created_at"),
            correlationID: try row.text("correlation_id"), activity: try row.text("activity"),
            category: try row.word("category"), succeeded: try row.boolean("succeeded"),
            resultReason: try row.text("result_reason"), isAlert: try row.boolean("is_alert"),
            actor: try actor(&row), address: try row.text("address"), targets: try row.json("targets"),
            changes: try row.json("changes"))
    }

    private static func actor(_ row: inout SQLRow) throws -> AuditRecord.Actor {
        let kind: ActorKind = try row.word("actor_kind")
        let id: ID<User>? = try row.optionalID("actor_id")
        let name = try row.text("actor_name")
        switch kind {
        case .operator: return .operator
        case .system: return .system
        case .user:
            guard let id else { throw StoreError.unexpectedColumn("an audit record names a user without an id") }
            return .user(id, name: name)
        }
    }
}
