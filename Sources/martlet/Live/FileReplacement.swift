import Foundation
import MartletDirectory
import MartletStore

/// Makes a SQLite store beside the one that is there and puts it in its place by one rename: until then nothing has
/// changed, however the making ends.
struct FileReplacement {
    private let path: String
    /// Nobody serves the file meanwhile.
    private let lock: ServingLock
    private var draft: String { Self.unfinished(path) }

    /// Looks whether the place is free: nothing is there, or an unused store, or, with `mayReplaceUsed`, any; and nobody
    /// has it open (F29).
    init(of path: String, mayReplaceUsed: Bool) async throws {
        self.path = path
        lock = try ServingLock(database: path)
        guard FileManager.default.fileExists(atPath: path) else { return }
        do {
            try SQLiteEngine.settle(path: path)
            guard !mayReplaceUsed else { return }
            let store = Store(engine: try SQLiteEngine(path: path))
            let isUnused = try await store.isUnused()
            await store.close()
            guard isUnused else { throw ArchiveError.targetNotEmpty }
        } catch let error as StoreError {
            // One that is broken may be replaced; one that is used may not.
            guard mayReplaceUsed, case .damaged = error else {
                throw CommandFailure("the database `\(path)` is open in another program; stop Martlet first")
            }
        }
    }

    /// Runs `body` on the new store, which is closed then; removes it where `body` fails.
    func fill<R: Sendable>(_ body: (Store) async throws -> R) async throws -> R {
        removeDraft()
        let store = try Wiring.patientStore(making: .file(draft))
        do {
            let result = try await body(store)
            await store.close()
            try SQLiteEngine.settle(path: draft)
            return result
        } catch {
            await store.close()
            removeDraft()
            throw error
        }
    }

    /// Keeps what is there under another name, and answers which, if a database is there.
    ///
    /// A log is kept even where its database has gone: beside the new one it would be taken for its own, and played back
    /// into it.
    func keepOld(at time: Timestamp) throws -> String? {
        let kept = unusedName(at: time)
        let hasDatabase = FileManager.default.fileExists(atPath: path)
        guard !hasDatabase || link(path, kept) == 0 else { throw failure("cannot be kept beside") }
        let logs = Self.logs.filter { access(path + $0, F_OK) == 0 }
        for ending in logs {
            guard rename(path + ending, kept + ending) == 0 else { throw failure("has a log that cannot be moved") }
        }
        // On the disk too they go before the new store comes.
        try Folder.sync(of: path)
        if !hasDatabase, let log = logs.first {
            Progress.say("a log lay here without its database `\(path)`; it is kept as `\(kept + log)`")
        }
        return hasDatabase ? kept : nil
    }

    /// Gives the new store the name.
    func putInPlace() throws {
        guard rename(draft, path) == 0 else { throw failure("cannot be replaced") }
        try Folder.sync(of: path)
    }

    /// Removes the new store: it was made for nothing.
    func removeDraft() { Self.removeDraft(of: path) }

    /// Removes what a restoration that was killed left beside the database at `path`; only for who holds its lock.
    static func removeDraft(of path: String) {
        for ending in [""] + logs { unlink(unfinished(path) + ending) }
    }

    private static func unfinished(_ path: String) -> String { path + ".unfinished" }

    /// What SQLite keeps beside a database.
    private static let logs = ["-wal", "-shm", "-journal"]

    /// A name for what is replaced at `time`, under which nothing is kept yet.
    private func unusedName(at time: Timestamp) -> String {
        let name = "\(path).replaced-\(BackupName.moment(time))"
        let names = [name] + (2...99).map { "\(name)-\($0)" }
        return names.first { name in ([""] + Self.logs).allSatisfy { access(name + $0, F_OK) != 0 } } ?? name
    }

    private func failure(_ what: String) -> CommandFailure {
        CommandFailure("the database `\(path)` \(what): \(String(cString: strerror(errno)))")
    }
}
