import MartletDirectory
import MartletStore
import Synchronization

/// An engine that fails on demand: reads, writes, or the n-th statement of a write.
final class FailingEngine: SQLEngine {
    /// What fails from now on.
    enum Fault: Sendable, Equatable {
        case nothing, reads, writes
        /// The statement with this number in each write, from 0.
        case statement(Int)
    }

    private let inner: SQLiteEngine
    private let fault = Mutex(Fault.nothing)
    private let failures = Mutex(0)

    /// An engine over a database in memory.
    init() throws { inner = try SQLiteEngine(path: ":memory:") }

    /// Says what fails from now on, and forgets how often anything did.
    func fail(_ next: Fault) {
        fault.withLock { $0 = next }
        failures.withLock { $0 = 0 }
    }

    /// How often something failed since the last `fail`.
    var count: Int { failures.withLock { $0 } }

    private func failing() -> StoreError {
        failures.withLock { $0 += 1 }
        return .unavailable("it was told to fail")
    }

    func read<R: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> R) async throws -> R {
        if fault.withLock({ $0 }) == .reads { throw failing() }
        return try await inner.read(body)
    }

    @discardableResult
    func write<R: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> R) async throws -> R {
        switch fault.withLock({ $0 }) {
        case .nothing, .reads: return try await inner.write(body)
        case .writes: throw failing()
        case .statement(let number):
            return try await inner.write { [self] connection in
                try body(FailingConnection(inner: connection, number: number) { self.failing() })
            }
        }
    }

    @discardableResult
    func writeAlone<R: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> R) async throws -> R {
        try await write(body)
    }

    func close() async { await inner.close() }
}

/// A connection whose n-th statement fails.
private final class FailingConnection: SQLConnection {
    private let inner: any SQLConnection
    private let number: Int
    private let failing: () -> StoreError
    private var done = 0

    init(inner: any SQLConnection, number: Int, failing: @escaping () -> StoreError) {
        self.inner = inner
        self.number = number
        self.failing = failing
    }

    private func step() throws {
        defer { done += 1 }
        if done == number { throw failing() }
    }

    func rows(_ sql: String, _ arguments: [SQLValue]) throws -> [SQLRow] {
        try step()
        return try inner.rows(sql, arguments)
    }

    @discardableResult func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
        try step()
        return try inner.execute(sql, arguments)
    }

    func damage() throws -> [String] { try inner.damage() }

    func tables() throws -> [TableShape] { try inner.tables() }
}
