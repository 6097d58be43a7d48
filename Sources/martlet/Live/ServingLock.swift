import Foundation

/// The lock of a SQLite database: whoever serves it holds the file `martlet.lock` beside it, locked with `flock`.
///
/// Two servers on one file would each keep sessions' ends, key sets and settings of the other for a moment; nothing
/// would be lost, but that is what PostgreSQL is for. The lock ends with the process, however it ends. Commands do not
/// take it: they work beside a running server.
final class ServingLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock of the database at `path`.
    /// - Throws: `CommandFailure` if another process holds it.
    init(database path: String) throws {
        let place = (path.hasSuffix(".sqlite") ? String(path.dropLast(7)) : path) + ".lock"
        let descriptor = open(place, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw CommandFailure("the lock file `\(place)` cannot be made: \(String(cString: strerror(errno)))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = Self.holder(descriptor)
            close(descriptor)
            throw CommandFailure(
                "another martlet\(holder) serves the database `\(path)`; stop that one, or give this one a data folder of "
                    + "its own. Several servers share a PostgreSQL (--database)")
        }
        // For the words above; a full disk is no reason not to serve.
        ftruncate(descriptor, 0)
        let number = "\(getpid())\n"
        _ = number.withCString { pwrite(descriptor, $0, strlen($0), 0) }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Who wrote its number into the file, for the operator; empty if nothing is there.
    private static func holder(_ descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 20)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        let number = bytes.prefix(max(0, count)).prefix { (0x30...0x39).contains($0) }
        return number.isEmpty ? "" : " (process \(String(decoding: number, as: UTF8.self)))"
    }
}
