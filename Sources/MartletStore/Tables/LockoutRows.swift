import MartletDirectory

/// The counters of failures; they are shared by all doors and all nodes (SL-5).
package struct LockoutRows {
    static let columns = """
        tenant_id, subject, kind, failures, lock_count, locked_until, last_failure_at, recent_wrong
        """
    private static let find = "SELECT \(columns) FROM lockouts WHERE tenant_id = $1 AND subject = $2 AND kind = $3"
    private static let save = """
        INSERT INTO lockouts (\(columns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (tenant_id, subject, kind) DO UPDATE SET failures = excluded.failures,
            lock_count = excluded.lock_count, locked_until = excluded.locked_until,
            last_failure_at = excluded.last_failure_at, recent_wrong = excluded.recent_wrong
        """

    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// One counter of the subject.
    package func find(
        in tenant: ID<Tenant>, subject: String, kind: LockoutCounter.Kind
    ) throws -> LockoutCounter? {
        try connection.first(Self.find, [.id(tenant), .text(subject), .text(kind.rawValue)], Self.counter)
    }

    /// Every counter of the subject.
    package func list(in tenant: ID<Tenant>, subject: String) throws -> [LockoutCounter] {
        try connection.all(
            "SELECT \(Self.columns) FROM lockouts WHERE tenant_id = $1 AND subject = $2 ORDER BY kind",
            [.id(tenant), .text(subject)], Self.counter)
    }

    /// Adds or replaces a counter.
    package func save(_ counter: LockoutCounter) throws {
        try connection.execute(
            Self.save,
            [
                .id(counter.tenant), .text(counter.subject), .text(counter.kind.rawValue), .number(counter.failures),
                .number(counter.lockCount), .time(counter.lockedUntil), .time(counter.lastFailureAt),
                .text(DigestsColumn.text(counter.recentWrong)),
            ])
    }

    /// Forgets one counter of the subject, as a success of that kind does.
    package func clear(in tenant: ID<Tenant>, subject: String, kind: LockoutCounter.Kind) throws {
        try connection.execute(
            "DELETE FROM lockouts WHERE tenant_id = $1 AND subject = $2 AND kind = $3",
            [.id(tenant), .text(subject), .text(kind.rawValue)])
    }

    /// Forgets every counter of the subject, as an administrator's unlocking does; says how many there were.
    @discardableResult package func clear(in tenant: ID<Tenant>, subject: String) throws -> Int {
        try connection.execute(
            "DELETE FROM lockouts WHERE tenant_id = $1 AND subject = $2", [.id(tenant), .text(subject)])
    }

    /// Reads a counter from a row with `columns`.
    static func counter(_ row: inout SQLRow) throws -> LockoutCounter {
        LockoutCounter(
            tenant: try row.id("tenant_id"), subject: try row.text("subject"), kind: try row.word("kind"),
            failures: try row.number("failures"), lockCount: try row.number("lock_count"),
            lockedUntil: try row.optionalTimestamp("locked_until"),
            lastFailureAt: try row.timestamp("last_failure_at"), recentWrong: try row.digests("recent_wrong"))
    }
}
