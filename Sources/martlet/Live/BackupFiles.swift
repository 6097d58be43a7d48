import Foundation
import MartletStore

/// A file that appears under its name only when it is whole: it is written beside it, for its owner alone, synced and
/// renamed, and the folder is synced.
final class FileSink: ByteSink {
    private let path: String
    private let draft: LockedFile
    private let handle: FileHandle
    private var isFinished = false

    /// Begins the file anew. What is left of an attempt that was killed is taken over; one that is under way is not.
    init(path: String) throws {
        self.path = path
        do {
            draft = try LockedFile(path: Self.unfinished(path), making: true)
        } catch .taken {
            throw CommandFailure("`\(path)` is being written by another martlet")
        } catch .foreign {
            throw CommandFailure(
                "`\(Self.unfinished(path))` is in the way and was not made by this user for this; remove it")
        } catch .failed(let problem) {
            throw FileSink.failure(path, "cannot be made", problem)
        }
        handle = FileHandle(fileDescriptor: draft.descriptor, closeOnDealloc: false)
        guard fchmod(draft.descriptor, 0o600) == 0, ftruncate(draft.descriptor, 0) == 0 else {
            throw FileSink.failure(path, "cannot be made")
        }
    }

    /// What is not finished is removed: only this one's own, whoever else wants the same name.
    deinit { if !isFinished { draft.remove() } }

    func write(_ bytes: [UInt8]) throws {
        do {
            try handle.write(contentsOf: bytes)
        } catch {
            throw CommandFailure("`\(path)` cannot be written: \(error.localizedDescription)")
        }
    }

    func finish() throws {
        guard fsync(draft.descriptor) == 0 else { throw Self.failure(path, "cannot be finished") }
        // What is put in place must be what was written here.
        guard draft.isInPlace else {
            throw CommandFailure("`\(path)` cannot be finished: somebody has taken `\(Self.unfinished(path))` away")
        }
        guard rename(Self.unfinished(path), path) == 0 else { throw Self.failure(path, "cannot be finished") }
        isFinished = true
        try Folder.sync(of: path)
    }

    /// Removes the drafts of backups in `folder` whose names begin with `prefix` and that nobody writes any more.
    static func sweep(_ folder: String, prefix: String) {
        let ending = unfinished("." + BackupName.ending)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names where name.hasPrefix(prefix) && name.hasSuffix(ending) {
            (try? LockedFile(path: "\(folder)/\(name)", making: false))?.remove()
        }
    }

    private static func unfinished(_ path: String) -> String { path + ".unfinished" }

    fileprivate static func failure(_ path: String, _ what: String, _ problem: Int32 = errno) -> CommandFailure {
        CommandFailure("`\(path)` \(what): \(String(cString: strerror(problem)))")
    }
}

/// A file as a source of bytes.
final class FileSource: ByteSource {
    private let path: String
    private let handle: FileHandle

    /// Opens the file.
    init(path: String) throws {
        self.path = path
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileSink.failure(path, "cannot be read") }
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    func read(_ count: Int) throws -> [UInt8] {
        do { return Array(try handle.read(upToCount: count) ?? Data()) } catch {
            throw CommandFailure("`\(path)` cannot be read: \(error.localizedDescription)")
        }
    }
}

/// What is done to the folder of a file.
enum Folder {
    /// Makes a rename in the folder of `path` survive the loss of power.
    static func sync(of path: String) throws {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileSink.failure(folder, "cannot be synced") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw FileSink.failure(folder, "cannot be synced") }
    }
}
