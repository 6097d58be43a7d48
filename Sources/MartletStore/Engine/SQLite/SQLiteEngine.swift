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

    /// Opens or creates a database.
    ///
    /// - Parameters:
    ///   - path: of the file; `:memory:` is a private database that ends with the engine.
    ///   - measures: are told of its work.
    ///   - alarm: hears what goes wrong while no call is there to tell; called on the thread that writes.
    /// - Throws: `StoreError.unavailable` for a file that cannot be opened, `.damaged` for one that is no database.
    package init(
        path: String, measures: StoreMeasures = StoreMeasures(),
        alarm: @escaping @Sendable (SQLiteAlarm) -> Void = { _ in }
    ) throws(StoreError) {
        slot = ConnectionSlot(try SQLiteConnection(path: path, isWriter: true))
        measures.connections.add(1)
        readers = path == ":memory:" ? nil : ReaderPool(path: path, measures: measures)
        writer = GroupCommitWriter(slot, measures: measures, alarm: alarm)
        writer.start()
    }

    /// Looks over every page of the file; meant for the start, before anything is read or written.
    /// - Throws: `StoreError.damaged` with the first thing that is broken.
    package func inspect() throws {
        let found = try slot.hold { try $0.quickDamage() }
        if let first = found.first { throw StoreError.damaged(first) }
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
