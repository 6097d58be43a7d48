// Where the members of `stat` are found depends on what else is compiled beside this file.
import CoreFoundation
import Foundation

/// A folder for what a command needs on its way, its owner's alone and locked as long as the command lives.
///
/// What commands that were killed left there is removed when the next folder of that name is made.
final class WorkFolder: Sendable {
    /// Where it is.
    let path: String
    private let descriptor: Int32

    /// Makes a folder in `parent` whose name begins with `name`, and removes those that nobody works in any more.
    init(in parent: String, name: String) throws {
        for entry in (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
        where entry.hasPrefix(name + "-") {
            if let left = Self.lock("\(parent)/\(entry)") {
                Self.remove("\(parent)/\(entry)")
                close(left)
            }
        }
        var made: (path: String, descriptor: Int32)?
        // Another command may sweep it away in the moment before it is locked.
        for _ in 0..<10 where made == nil {
            var template = Array("\(parent)/\(name)-XXXXXX".utf8CString)
            guard let place = mkdtemp(&template) else {
                throw CommandFailure("no folder can be made in `\(parent)`: \(String(cString: strerror(errno)))")
            }
            let path = String(cString: place)
            made = Self.lock(path).map { (path, $0) }
        }
        guard let made else { throw CommandFailure("no folder can be kept in `\(parent)`") }
        (path, descriptor) = made
    }

    deinit { close(descriptor) }

    /// Removes the folder with everything in it.
    func remove() { Self.remove(path) }

    private static func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }

    /// Locks a folder of this user's that nobody else has locked; `nil` for anything else.
    private static func lock(_ path: String) -> Int32? {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard folder >= 0 else { return nil }
        var held = stat()
        var named = stat()
        guard flock(folder, LOCK_EX | LOCK_NB) == 0, fstat(folder, &held) == 0, lstat(path, &named) == 0,
            held.st_ino == named.st_ino, held.st_dev == named.st_dev, held.st_uid == geteuid()
        else {
            close(folder)
            return nil
        }
        return folder
    }
}
