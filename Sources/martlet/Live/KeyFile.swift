// Where the members of `stat` are found depends on what else is compiled beside this file.
import CoreFoundation
import Foundation
import MartletCredentials

/// The file `martlet.key`: one key a line in base64, the newest first; usually there is one.
///
/// It is written as a whole and put in place by one rename, synced before and after: whatever moment a crash chooses,
/// the file holds the keys from before or those from after.
struct KeyFile: Sendable {
    let path: String

    // Two while a rotation is under way; nobody needs more than a few.
    static let mostKeys = 4
    private static let longest = 1024

    /// The keys of the file, or `nil` if there is none.
    /// - Throws: `CommandFailure` for one that cannot be read, that others may read (A300), or that holds no keys.
    func read() throws -> [[UInt8]]? {
        let file = Foundation.open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw CommandFailure("the key file `\(path)` cannot be read: \(String(cString: strerror(errno)))")
        }
        defer { Foundation.close(file) }
        var facts = stat()
        guard fstat(file, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            throw CommandFailure("the key file `\(path)` is not a file")
        }
        guard facts.st_mode & 0o077 == 0 else {
            throw CommandFailure(
                "the key file `\(path)` can be read or changed by other users of this machine; make it its owner's alone "
                    + "(chmod 600), and rotate the key if others may have seen it")
        }
        guard facts.st_size <= Self.longest else { throw CommandFailure("the key file `\(path)` is too long") }
        var bytes = [UInt8](repeating: 0, count: Self.longest)
        let count = Foundation.read(file, &bytes, bytes.count)
        guard count >= 0 else {
            throw CommandFailure("the key file `\(path)` cannot be read: \(String(cString: strerror(errno)))")
        }
        return try Self.keys(in: String(decoding: bytes.prefix(count), as: UTF8.self), of: "the key file `\(path)`")
    }

    /// The keys in a text, divided by commas or white space; the same one twice counts once.
    /// - Throws: `CommandFailure` naming `place`; never with a word of the text.
    static func keys(in text: String, of place: String) throws -> [[UInt8]] {
        let words = text.split { $0 == "," || $0.isWhitespace }
        guard !words.isEmpty else { throw CommandFailure("\(place) holds no key") }
        guard words.count <= mostKeys else { throw CommandFailure("\(place) holds more than \(mostKeys) keys") }
        var keys: [[UInt8]] = []
        for word in words {
            guard let key = Data(base64Encoded: String(word)) else { throw CommandFailure("\(place) is not base64") }
            guard key.count == SealingKey.length else {
                throw CommandFailure(
                    "\(place) holds \(key.count) bytes where a key of \(SealingKey.length) is expected, in base64")
            }
            if !keys.contains([UInt8](key)) { keys.append([UInt8](key)) }
        }
        return keys
    }

    /// Makes the file with a first key, unless another process was quicker; then its keys count.
    /// - Returns: the keys of the file as it is now.
    func make(_ key: [UInt8]) throws -> [[UInt8]] {
        _ = try put([key])
        guard let keys = try read() else { throw unwritable(ENOENT) }
        return keys
    }

    /// Makes the file with these keys; one that is there is never touched.
    /// - Returns: whether it was made here.
    func put(_ keys: [[UInt8]]) throws -> Bool {
        let draft = path + ".\(ProcessInfo.processInfo.processIdentifier).new"
        try write(keys, to: draft)
        let isMade = link(draft, path) == 0
        let problem = errno
        unlink(draft)
        guard isMade || problem == EEXIST else { throw unwritable(problem) }
        try syncFolder()
        return isMade
    }

    /// Puts these keys in the place of those in the file; only under `withLock`.
    func replace(_ keys: [[UInt8]]) throws {
        let draft = path + ".new"
        try write(keys, to: draft)
        guard rename(draft, path) == 0 else { throw unwritable(errno) }
        try syncFolder()
    }

    /// Runs `body` while no other process rotates the keys of this folder or restores into it.
    func withLock<Result>(_ body: () async throws -> Result) async throws -> Result {
        let folder = Foundation.open(folderPath, O_RDONLY | O_CLOEXEC)
        guard folder >= 0 else { throw unwritable(errno) }
        // Closing lets go of the lock, and so does the end of the process, whatever ends it.
        defer { Foundation.close(folder) }
        guard flock(folder, LOCK_EX | LOCK_NB) == 0 else {
            throw CommandFailure(
                "another command is restoring, or changing the keys, in `\(folderPath)` at this moment")
        }
        return try await body()
    }

    private var folderPath: String { URL(fileURLWithPath: path).deletingLastPathComponent().path }

    private func write(_ keys: [[UInt8]], to path: String) throws {
        // What a run that was killed left.
        unlink(path)
        let file = Foundation.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw unwritable(errno) }
        defer { Foundation.close(file) }
        let text = Array(keys.map { Data($0).base64EncodedString() + "\n" }.joined().utf8)
        guard Foundation.write(file, text, text.count) == text.count, fsync(file) == 0 else {
            let problem = errno
            unlink(path)
            throw unwritable(problem)
        }
    }

    private func syncFolder() throws {
        let folder = Foundation.open(folderPath, O_RDONLY | O_CLOEXEC)
        guard folder >= 0 else { throw unwritable(errno) }
        defer { Foundation.close(folder) }
        guard fsync(folder) == 0 else { throw unwritable(errno) }
    }

    private func unwritable(_ problem: Int32) -> CommandFailure {
        CommandFailure("the key file `\(path)` cannot be written: \(String(cString: strerror(problem)))")
    }
}
