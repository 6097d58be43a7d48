import MartletDirectory
import Synchronization

/// The connections that reads use inline, on the thread that asks.
///
/// A read costs a few microseconds, less than a hop to another thread would, so none is made; the pool grows to as
/// many connections as threads read at once.
final class ReaderPool: Sendable {
    /// The state of the pool: connections that nobody holds, and whether it is closed.
    private struct State {
        var free: [SQLiteConnection] = []
        var isClosed = false
    }

    /// As many stay open when they are idle.
    private static let kept = 16

    private let path: String
    private let measures: StoreMeasures
    private let state = Mutex(State())

    /// A pool of connections to the database at `path`, which the writer has already opened.
    init(path: String, measures: StoreMeasures) {
        self.path = path
        self.measures = measures
    }

    /// Runs `body` on one snapshot of the database.
    func read<R>(_ body: (SQLiteConnection) throws -> R) throws -> R {
        let connection = try take()
        measures.busy.add(1)
        defer {
            measures.busy.add(-1)
            giveBack(connection)
        }
        return try connection.inSnapshot(body)
    }

    /// Closes what is free now and the rest as it comes back.
    func close() {
        let free = state.withLock { state in
            state.isClosed = true
            defer { state.free = [] }
            return state.free
        }
        measures.connections.add(-free.count)
    }

    private func take() throws -> SQLiteConnection {
        let free = try state.withLock { state in
            if state.isClosed { throw StoreError.unavailable("the store is closed") }
            return state.free.popLast()
        }
        if let free { return free }
        let made = try SQLiteConnection(path: path, isWriter: false)
        measures.connections.add(1)
        return made
    }

    private func giveBack(_ connection: SQLiteConnection) {
        let isKept = state.withLock { state in
            guard !state.isClosed, state.free.count < Self.kept else { return false }
            state.free.append(connection)
            return true
        }
        if !isKept { measures.connections.add(-1) }
    }
}

extension SQLiteConnection {
    /// Runs `body` between `BEGIN` and `COMMIT`, so that all its statements see the same state.
    func inSnapshot<R>(_ body: (SQLiteConnection) throws -> R) throws -> R {
        try run("BEGIN")
        failureOfBody = nil
        defer { failureOfBody = nil }
        do {
            let result = try body(self)
            if let failureOfBody { throw failureOfBody }
            try run("COMMIT")
            return result
        } catch {
            if isInTransaction { try? run("ROLLBACK") }
            throw error
        }
    }

    /// Refuses changes while `body` runs: what the connections of the pool do always.
    func readingOnly<R>(_ body: (SQLiteConnection) throws -> R) throws -> R {
        try run("PRAGMA query_only=ON")
        defer { try? run("PRAGMA query_only=OFF") }
        return try body(self)
    }
}
