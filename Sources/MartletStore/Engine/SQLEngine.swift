import MartletDirectory

/// A database engine: the only thing that SQLite and PostgreSQL implement separately.
///
/// Bodies may be run again by an engine that retries, so they have no side effects but their statements.
package protocol SQLEngine: Sendable {
    /// Runs `body` on one consistent snapshot; it cannot change anything.
    func read<R: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> R) async throws -> R

    /// Runs `body` as `read` does, however long it takes: for counting a large table, never for what a person waits for.
    func readAtLeisure<R: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> R
    ) async throws -> R

    /// Runs `body` in a transaction that sees every earlier one; returns after the change is durable.
    ///
    /// An error that leaves `body` undoes what it did. A body must let the errors of its statements leave: on
    /// PostgreSQL nothing more can be done in a transaction after one.
    @discardableResult
    func write<R: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> R) async throws -> R

    /// Runs `body` as `write` does, while no other write of any node of the installation is under way.
    ///
    /// For migrations and for filling a store: what would otherwise meet others' changes half way.
    @discardableResult
    func writeAlone<R: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> R) async throws -> R

    /// Finishes what is queued and closes every connection; later calls throw `StoreError.unavailable`.
    func close() async
}

extension SQLEngine {
    /// An engine that sets no limit to a read has nothing to do for it.
    package func readAtLeisure<R: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> R
    ) async throws -> R { try await read(body) }
}

/// A connection inside a transaction.
///
/// It is synchronous, so nothing can be awaited while a transaction is open.
package protocol SQLConnection {
    /// The rows that the statement answers with; `arguments` fill `$1`, `$2`, … in order.
    func rows(_ sql: String, _ arguments: [SQLValue]) throws -> [SQLRow]

    /// Runs the statement and says how many rows it inserted, changed or deleted.
    @discardableResult func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int

    /// What the engine itself finds broken in its files, a sentence each; empty for an engine that cannot look.
    func damage() throws -> [String]

    /// The time by the clock of the database's own machine; `nil` for an engine that runs in the process of the server
    /// and has no other clock than it.
    func clock() throws -> Timestamp?

    /// How many connections of running nodes the server sees besides this one; 0 for an engine that has no server.
    func nodeConnections() throws -> Int

    /// Whether the store has a table of this name.
    func hasTable(_ name: String) throws -> Bool

    /// Every table of the store, as the database itself describes it, sorted by name.
    func tables() throws -> [TableShape]
}

extension SQLConnection {
    /// Engines in the process of the server have no clock of their own.
    package func clock() throws -> Timestamp? { nil }

    /// Looks through all tables; the engines know quicker ways.
    package func hasTable(_ name: String) throws -> Bool { try tables().contains { $0.name == name } }

    /// None: the engine has no server.
    package func nodeConnections() throws -> Int { 0 }

    /// The first row of the answer, decoded, or `nil`.
    func first<Value>(
        _ sql: String, _ arguments: [SQLValue], _ decode: (inout SQLRow) throws -> Value
    ) throws -> Value? {
        guard var row = try rows(sql, arguments).first else { return nil }
        return try decode(&row)
    }

    /// Every row of the answer, decoded.
    func all<Value>(
        _ sql: String, _ arguments: [SQLValue], _ decode: (inout SQLRow) throws -> Value
    ) throws -> [Value] {
        try rows(sql, arguments).map { row in
            var row = row
            return try decode(&row)
        }
    }

    /// The one number that the statement answers with; `name` is its column.
    func number(_ sql: String, _ arguments: [SQLValue], _ name: String) throws -> Int {
        try first(sql, arguments) { try $0.number(name) } ?? 0
    }

    /// Runs a statement that must change exactly the row it names.
    func executeOne(_ sql: String, _ arguments: [SQLValue], orConflict message: String) throws {
        guard try execute(sql, arguments) == 1 else { throw StoreError.conflict(message) }
    }
}
