import Foundation
import MartletDirectory
import MartletStore

/// Makes a SQLite store beside the one that is there and puts it in its place by one rename: until then nothing has
/// changed, however the making ends.
struct FileReplacement {
    private let path: String
    /// Nobody serves the file meanwhile.
    private let lock: ServingLock
    private var draft: String { path + ".unfinished" }

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

    /// Gives the new store the name, and answers where the one that was there is kept, if there was one.
    func putInPlace(at time: Timestamp) throws -> String? {
        var aside: String?
        if FileManager.default.fileExists(atPath: path) {
            let kept = "\(path).replaced-\(BackupName.moment(time))"
            guard link(path, kept) == 0 else { throw failure("cannot be kept beside") }
            aside = kept
            // The log belongs to the file that goes; beside the new one it would be taken for its own.
            for ending in ["-wal", "-shm"] where access(path + ending, F_OK) == 0 {
                guard rename(path + ending, kept + ending) == 0 else { throw failure("has a log that cannot be moved") }
            }
        }
        guard rename(draft, path) == 0 else { throw failure("cannot be replaced") }
        try Folder.sync(of: path)
        return aside
    }

    /// Removes the new store: it was made for nothing.
    func removeDraft() {
        for ending in ["", "-wal", "-shm", "-journal"] { unlink(draft + ending) }
    }

    private func failure(_ what: String) -> CommandFailure {
        CommandFailure("the database `\(path)` \(what): \(String(cString: strerror(errno)))")
    }
}
