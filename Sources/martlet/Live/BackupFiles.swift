import Foundation
import MartletStore

/// A file that appears under its name only when it is whole: it is written beside it, for its owner alone, synced and
/// renamed, and the folder is synced.
final class FileSink: ByteSink {
    private let path: String
    private let handle: FileHandle

    /// The name under which the file is written.
    static func unfinished(_ path: String) -> String { path + ".unfinished" }

    /// Begins the file anew.
    init(path: String) throws {
        self.path = path
        let name = Self.unfinished(path)
        let descriptor = open(name, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileSink.failure(path, "cannot be made") }
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        // What is left of an attempt that was killed is taken over; one that is under way is not.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw CommandFailure("`\(path)` is being written by another martlet")
        }
        guard fchmod(descriptor, 0o600) == 0, ftruncate(descriptor, 0) == 0 else {
            throw FileSink.failure(path, "cannot be made")
        }
    }

    func write(_ bytes: [UInt8]) throws {
        do {
            try handle.write(contentsOf: bytes)
        } catch {
            throw CommandFailure("`\(path)` cannot be written: \(error.localizedDescription)")
        }
    }

    func finish() throws {
        guard fsync(handle.fileDescriptor) == 0, rename(Self.unfinished(path), path) == 0 else {
            throw Self.failure(path, "cannot be finished")
        }
        try Folder.sync(of: path)
    }

    /// Removes what a failed attempt left.
    static func discard(_ path: String) { unlink(unfinished(path)) }

    fileprivate static func failure(_ path: String, _ what: String) -> CommandFailure {
        CommandFailure("`\(path)` \(what): \(String(cString: strerror(errno)))")
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
