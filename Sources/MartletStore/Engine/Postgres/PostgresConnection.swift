import MartletDirectory

/// A link inside one transaction, as the rows of the store see it.
///
/// The transaction begins with its first statement, in the same round trip. What failed is kept beside what is thrown,
/// because a body may put the error into another: whether to run it again depends on what the server said.
final class PostgresConnection: SQLConnection {
    /// How the transaction begins.
    enum Opening {
        /// One snapshot that cannot change anything.
        case reading
        /// Changes beside those of others.
        case writing
        /// Changes while no other write of the installation is under way.
        case writingAlone
    }

    private let link: PostgresLink
    private let opening: Opening
    /// Whether the transaction has begun.
    private(set) var hasBegun = false
    /// What went wrong first.
    private(set) var failure: PostgresFailure?
    /// The server's number of a transaction that writes; by it is asked whether it was committed.
    private(set) var transactionID: String?
    /// Whether a statement changed anything: a transaction that did not may be missing without being missed.
    private(set) var hasChanged = false

    /// A transaction on `link` that has not begun.
    init(_ link: PostgresLink, _ opening: Opening) {
        self.link = link
        self.opening = opening
    }

    func rows(_ sql: String, _ arguments: [SQLValue]) throws -> [SQLRow] {
        try run(PostgresLink.Statement(sql: sql, arguments: arguments, isKept: Self.isKept(sql))).rows
    }

    @discardableResult
    func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
        let sql = PostgresDialect.translated(sql)
        return try run(PostgresLink.Statement(sql: sql, arguments: arguments, isKept: Self.isKept(sql))).changed
    }

    /// Runs `body` without the limit on one exchange that is meant for what a person waits for.
    func atLeisure<R>(_ body: () throws -> R) throws -> R {
        let usual = link.patience
        link.patience = Self.leisure
        defer { link.patience = usual }
        try execute("SET LOCAL statement_timeout = '\(Self.leisure.components.seconds)s'", [])
        return try body()
    }

    private static let leisure = Duration.seconds(3600)

    /// Ends the transaction so that its changes stay; a transaction that never began has none.
    func commit() throws(PostgresFailure) {
        guard hasBegun else { return }
        if let failure { throw failure }
        let answers = try link.exchange([.init(sql: "COMMIT", isKept: false)])
        guard answers.last?.command == "COMMIT" else {
            throw .refused(.unavailable("a statement had failed, and its error did not leave the transaction"))
        }
    }

    /// Undoes the transaction.
    func rollback() throws(PostgresFailure) {
        guard hasBegun else { return }
        try link.exchange([.init(sql: "ROLLBACK", isKept: false)])
    }

    func clock() throws -> Timestamp? {
        try first("SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT) AS clock", []) {
            try $0.timestamp("clock")
        }
    }

    /// PostgreSQL looks after its own files, and tells the operator in its own log.
    func damage() throws -> [String] { [] }

    /// Nodes are known by the name under which they connect; only those of the same database user can be seen.
    func nodeConnections() throws -> Int {
        try number(
            """
            SELECT COUNT(*) AS number FROM pg_stat_activity
            WHERE datname = current_database() AND application_name = $1 AND pid <> pg_backend_pid()
            """, [.text(PostgresSettings.nodeName)], "number")
    }

    /// Sends one statement, behind the opening if it is the first.
    private func run(_ statement: PostgresLink.Statement) throws(StoreError) -> PostgresLink.Answer {
        do throws(PostgresFailure) {
            if let failure { throw failure }
            var opening: [PostgresLink.Statement] = []
            if !hasBegun {
                opening = self.opening.statements
                hasBegun = true
            }
            let answers = try link.exchange(opening + [statement])
            if self.opening != .reading, opening.count == answers.count - 1, let number = answers.dropLast().last {
                transactionID = try? number.rows.first.map { row in
                    var row = row
                    return try row.text("number")
                }
            }
            let answer = answers[answers.count - 1]
            if answer.isChange { hasChanged = true }
            return answer
        } catch {
            if failure == nil { failure = error }
            throw error.storeError
        }
    }

    /// Whether a statement is worth preparing: those of the rows are, those of a migration are said once.
    private static func isKept(_ sql: String) -> Bool {
        ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"].contains { sql.hasPrefix($0) }
    }
}

extension PostgresLink.Answer {
    /// Whether the statement changed rows or the schema.
    fileprivate var isChange: Bool {
        if ["INSERT", "UPDATE", "DELETE"].contains(where: command.hasPrefix) { return changed > 0 }
        return !["SELECT", "LOCK", "SET"].contains(where: command.hasPrefix)
    }
}

extension PostgresConnection.Opening {
    /// What begins such a transaction.
    ///
    /// A table without rows keeps the turns: each write holds it together with the others, and who must be alone waits
    /// until all have let go. `LOCK TABLE` comes first because it takes no snapshot: what it waited for is seen.
    var statements: [PostgresLink.Statement] {
        switch self {
        case .reading: [.init(sql: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", isKept: false)]
        case .writing: Self.write(lock: "ROW SHARE")
        case .writingAlone: Self.write(lock: "EXCLUSIVE")
        }
    }

    private static func write(lock: String) -> [PostgresLink.Statement] {
        [
            .init(sql: "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE", isKept: false),
            .init(sql: "LOCK TABLE \(PostgresTurns.table) IN \(lock) MODE", isKept: false),
            .init(sql: "SELECT CAST(pg_current_xact_id() AS TEXT) AS number"),
        ]
    }
}
