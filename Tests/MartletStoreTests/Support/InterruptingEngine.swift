import MartletStore
import Synchronization

/// An engine whose power goes in the middle: one change of a lone write fails, and so does everything after it.
final class InterruptingEngine: SQLEngine {
    private struct Plan {
        var change = 0
        var isOver = false
    }

    private let inner: any SQLEngine
    private let plan = Mutex(Plan())

    init(_ inner: any SQLEngine) { self.inner = inner }

    /// The power goes at the change with this number, from 0, of a lone write.
    func interrupt(atChange change: Int) { plan.withLock { $0 = Plan(change: change) } }

    func read<R: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> R) async throws -> R {
        if plan.withLock({ $0.isOver }) { throw Self.dark }
        return try await inner.read(body)
    }

    func write<R: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> R) async throws -> R {
        if plan.withLock({ $0.isOver }) { throw Self.dark }
        return try await inner.write(body)
    }

    func writeAlone<R: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> R) async throws -> R {
        let plan = plan.withLock { $0 }
        if plan.isOver { throw Self.dark }
        return try await inner.writeAlone { [self] connection in
            try body(
                InterruptedConnection(connection, limit: plan.change) {
                    self.plan.withLock { $0.isOver = true }
                    throw Self.dark
                })
        }
    }

    func close() async { await inner.close() }

    private static let dark = StoreError.unavailable("the power went")
}

/// A connection of which one change fails.
private final class InterruptedConnection: SQLConnection {
    private let inner: any SQLConnection
    private let limit: Int
    private let fail: () throws -> Void
    private var changes = 0

    init(_ inner: any SQLConnection, limit: Int, fail: @escaping () throws -> Void) {
        self.inner = inner
        self.limit = limit
        self.fail = fail
    }

    func rows(_ sql: String, _ arguments: [SQLValue]) throws -> [SQLRow] { try inner.rows(sql, arguments) }

    @discardableResult func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
        if changes == limit { try fail() }
        changes += 1
        return try inner.execute(sql, arguments)
    }

    func damage() throws -> [String] { try inner.damage() }

    func hasTable(_ name: String) throws -> Bool { try inner.hasTable(name) }

    func tables() throws -> [TableShape] { try inner.tables() }
}
