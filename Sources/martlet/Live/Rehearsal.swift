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

/// Runs the pending migrations on a copy of the store: on SQLite a file below the data folder, on PostgreSQL a schema of its
/// own beside the real one. The copy is removed at the end, and on the way to it nothing can be read.
struct Rehearsal: Sendable {
    private let migrating: Migrating

    init(of migrating: Migrating) { self.migrating = migrating }

    /// What ran, and how many rows each table had before and has after it.
    func callAsFunction(
        _ store: Store, clock: StepClock
    ) async throws -> (ran: [Migration], before: [String: Int], after: [String: Int]) {
        let work = try WorkFolder(in: migrating.data.path, name: "martlet-rehearsal")
        defer { work.remove() }
        let archive = "\(work.path)/archive"
        switch migrating.database {
        case .file:
            let copy = Store(engine: try SQLiteEngine(path: "\(work.path)/copy.sqlite"))
            return try await run(store, on: copy, by: archive, clock)
        case .postgres(let url):
            let name = "martlet_rehearsal_\(ProcessInfo.processInfo.processIdentifier)"
            let scratch = try PostgresScratch(beside: .patient(address: url), name: name)
            do {
                let copy = Store(engine: try PostgresEngine(scratch.settings))
                let result = try await run(store, on: copy, by: archive, clock)
                try scratch.remove()
                return result
            } catch {
                try? scratch.remove()
                throw error
            }
        }
    }

    private func run(
        _ store: Store, on copy: Store, by archive: String, _ clock: StepClock
    ) async throws -> (ran: [Migration], before: [String: Int], after: [String: Int]) {
        do {
            try await fill(copy, from: store, by: archive)
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

    private func fill(_ copy: Store, from store: Store, by archive: String) async throws {
        let passage = SealedPassage(
            migrating.ambient, write: { try FileSink(path: archive) }, read: { try FileSource(path: archive) })
        let header = ArchiveHeader(madeAt: migrating.ambient.now(), origin: "rehearsal", migrations: [:], tables: [])
        _ = try await store.writeArchive(header, to: { try passage.sink() }, digest: { SHA256Sum() })
        try await copy.fill(from: { try passage.source() }, digest: { SHA256Sum() }, migrating: false)
        // The copy is there; both together would need the disk twice.
        unlink(archive)
    }
}
