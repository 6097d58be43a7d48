// Where the members of `stat` are found depends on what else is compiled beside this file.
import CoreFoundation
import Foundation

/// A file that this process has made, or has taken over from one that was killed, and holds locked as long as this
/// lives: whoever can lock it knows that nobody works on it any more.
final class LockedFile {
    /// Why a file cannot be had.
    enum Problem: Error {
        /// Another process holds it.
        case taken
        /// What has the name is no file, is somebody else's, or has a second name.
        case foreign
        /// The system says no, with this number.
        case failed(Int32)
    }

    /// Where the file is written.
    let descriptor: Int32
    private let path: String

    /// Opens the file, and makes it for its owner alone where it is not there and `making` says so.
    init(path: String, making: Bool) throws(Problem) {
        var file: Int32?
        // Who finishes or removes a file between its opening and its locking here takes the name with it.
        for _ in 0..<10 where file == nil { file = try Self.locked(path, making: making) }
        guard let file else { throw .taken }
        descriptor = file
        self.path = path
    }

    deinit { close(descriptor) }

    /// Whether the name still leads to this file.
    var isInPlace: Bool { Self.leads(path, to: descriptor) }

    /// Removes the file, and nothing else that may have its name by now.
    func remove() {
        if isInPlace { unlink(path) }
    }

    /// The file, locked; `nil` if it has lost its name meanwhile.
    private static func locked(_ path: String, making: Bool) throws(Problem) -> Int32? {
        // Nobody waits here for the other end of a pipe.
        let file = open(path, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | (making ? O_CREAT : 0), 0o600)
        guard file >= 0 else { throw .failed(errno) }
        var isHad = false
        defer { if !isHad { close(file) } }
        var facts = stat()
        guard fstat(file, &facts) == 0 else { throw .failed(errno) }
        guard facts.st_mode & S_IFMT == S_IFREG, facts.st_uid == geteuid(), facts.st_nlink <= 1 else { throw .foreign }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else { throw .taken }
        isHad = leads(path, to: file)
        return isHad ? file : nil
    }

    private static func leads(_ path: String, to file: Int32) -> Bool {
        var named = stat()
        var held = stat()
        guard lstat(path, &named) == 0, fstat(file, &held) == 0 else { return false }
        return named.st_dev == held.st_dev && named.st_ino == held.st_ino
    }
}
