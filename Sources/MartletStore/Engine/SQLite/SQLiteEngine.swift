import MartletDirectory

/// The embedded engine: SQLite through its C API, in the process of the server.
///
/// Reads run inline on the calling thread, each on a connection of its own; writes go through one thread that
/// commits in groups. Other processes (the command line beside a running server) may use the same file.
package final class SQLiteEngine: SQLEngine {
    private let writer: GroupCommitWriter
    private let slot: ConnectionSlot
    /// `nil` for a database in memory, which has the writer's connection only.
    private let readers: ReaderPool?

    /// Opens or creates the database at `path`; `:memory:` is a private one that ends with the engine. It tells
    /// `measures` of its work.
    package init(path: String, measures: StoreMeasures = StoreMeasures()) throws(StoreError) {
        slot = ConnectionSlot(try SQLiteConnection(path: path, isWriter: true))
        measures.connections.add(1)
        readers = path == ":memory:" ? nil : ReaderPool(path: path, measures: measures)
        writer = GroupCommitWriter(slot, measures: measures)
        writer.start()
    }

    deinit { writer.stop() }

    package func read<R: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> R) async throws -> R {
        if let readers { return try readers.read(body) }
        return try slot.hold { try $0.readingOnly { try $0.inSnapshot(body) } }
    }

    @discardableResult
    package func write<R: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> R) async throws -> R {
        try await writer.write(body)
    }

    /// One thread writes, and one transaction holds the file's lock: every write is alone.
    @discardableResult
    package func writeAlone<R: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> R
    ) async throws -> R {
        try await writer.write(body)
    }

    package func close() async {
        readers?.close()
        await writer.close()
    }
}
