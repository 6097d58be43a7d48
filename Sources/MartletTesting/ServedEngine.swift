import MartletDirectory
import MartletStore
import Synchronization

/// An engine that says of its server how many nodes are connected to it: as many as the test wants at that moment.
package final class ServedEngine: SQLEngine {
    private let inner: any SQLEngine
    private let count = Mutex(0)

    /// An engine over another, with no node connected.
    package init(_ inner: any SQLEngine) { self.inner = inner }

    /// The nodes that are connected from now on.
    package func connect(nodes: Int) { count.withLock { $0 = nodes } }

    package func read<R: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> R
    ) async throws -> R {
        try await inner.read { [self] in try body(Connection(inner: $0, engine: self)) }
    }

    package func write<R: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> R
    ) async throws -> R {
        try await inner.write { [self] in try body(Connection(inner: $0, engine: self)) }
    }

    package func writeAlone<R: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> R
    ) async throws -> R {
        try await inner.writeAlone { [self] in try body(Connection(inner: $0, engine: self)) }
    }

    package func close() async { await inner.close() }

    private struct Connection: SQLConnection {
        let inner: any SQLConnection
        let engine: ServedEngine

        func rows(_ sql: String, _ arguments: [SQLValue]) throws -> [SQLRow] { try inner.rows(sql, arguments) }

        @discardableResult func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
            try inner.execute(sql, arguments)
        }

        func damage() throws -> [String] { try inner.damage() }

        func clock() throws -> Timestamp? { try inner.clock() }

        func nodeConnections() throws -> Int { engine.count.withLock { $0 } }

        func hasTable(_ name: String) throws -> Bool { try inner.hasTable(name) }

        func tables() throws -> [TableShape] { try inner.tables() }
    }
}
