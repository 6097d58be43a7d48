import Foundation
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore
import Synchronization

/// How long each migration took, told step by step.
final class StepClock: Sendable {
    private struct State {
        var last = ContinuousClock.now
        var durations: [Int: Duration] = [:]
    }

    private let state = Mutex(State())

    /// Begins to count now.
    func start() { state.withLock { $0.last = ContinuousClock.now } }

    /// A migration has ended.
    func note(_ migration: Migration) {
        let now = ContinuousClock.now
        state.withLock { state in
            state.durations[migration.number] = now - state.last
            state.last = now
        }
    }

    /// How long a migration took.
    func duration(of migration: Migration) -> Duration { state.withLock { $0.durations[migration.number] ?? .zero } }
}

/// Runs the pending migrations on a copy of the store: on SQLite a file in the data folder, on PostgreSQL a schema of its
/// own beside the real one. The copy is removed at the end.
struct Rehearsal: Sendable {
    private let migrating: Migrating

    init(of migrating: Migrating) { self.migrating = migrating }

    /// What ran, and how many rows each table had before and has after it.
    func callAsFunction(
        _ store: Store, clock: StepClock
    ) async throws -> (ran: [Migration], before: [String: Int], after: [String: Int]) {
        let name = "martlet_rehearsal_\(ProcessInfo.processInfo.processIdentifier)"
        switch migrating.database {
        case .file:
            let path = "\(migrating.data.path)/\(name)"
            defer { for ending in ["", "-wal", "-shm", "-journal"] { unlink(path + ending) } }
            return try await run(store, on: Store(engine: try SQLiteEngine(path: path)), clock)
        case .postgres(let url):
            let scratch = try PostgresScratch(beside: .patient(address: url), name: name)
            do {
                let result = try await run(store, on: Store(engine: try PostgresEngine(scratch.settings)), clock)
                try scratch.remove()
                return result
            } catch {
                try? scratch.remove()
                throw error
            }
        }
    }

    private func run(
        _ store: Store, on copy: Store, _ clock: StepClock
    ) async throws -> (ran: [Migration], before: [String: Int], after: [String: Int]) {
        do {
            try await fill(copy, from: store)
            let before = try await copy.rowCounts()
            clock.start()
            let ran = try await copy.migrate { clock.note($0) }
            let after = try await copy.rowCounts()
            await copy.close()
            return (ran, before, after)
        } catch {
            await copy.close()
            throw error
        }
    }

    private func fill(_ copy: Store, from store: Store) async throws {
        let path = "\(migrating.data.path)/martlet-rehearsal-\(ProcessInfo.processInfo.processIdentifier)"
        defer { unlink(path) }
        let header = ArchiveHeader(madeAt: migrating.ambient.now(), origin: "rehearsal", migrations: [:], tables: [])
        _ = try await store.writeArchive(header, to: { try FileSink(path: path) }, digest: { SHA256Sum() })
        try await copy.fill(
            from: { try FileSource(path: path) }, digest: { SHA256Sum() }, migrating: false)
    }
}
