// Where the members of `stat` are found depends on what else is compiled beside this file.
import CoreFoundation
import Foundation
import MartletCredentials
import Synchronization

/// Where this process has its sealing keys from: `MARTLET_KEY` if it is set, else the file `martlet.key`.
enum SealingKeys: Sendable {
    /// The environment, which does not change while the process lives.
    case environment([SealingKey])
    /// The file, which a rotation on this machine changes.
    case file(KeyFile, [SealingKey])
    /// Neither: for a store that holds no secret yet a key may be made.
    case none(KeyFile)

    /// Looks, and makes nothing.
    /// - Throws: `CommandFailure` for keys that cannot be used.
    static func find(in file: KeyFile) throws -> SealingKeys {
        if let text = ProcessInfo.processInfo.environment["MARTLET_KEY"] {
            guard text.utf8.count <= 1024 else { throw CommandFailure("MARTLET_KEY is too long") }
            return .environment(try KeyFile.keys(in: text, of: "MARTLET_KEY").map { try SealingKey($0) })
        }
        guard let keys = try file.read() else { return .none(file) }
        return .file(file, try keys.map { try SealingKey($0) })
    }

    /// The same, with a fresh key in the file where there was none. Only for a store that has no secret: any other must
    /// get its own key back.
    func orMade(randomBytes: (Int) -> [UInt8]) throws -> SealingKeys {
        guard case .none(let file) = self else { return self }
        return .file(file, try file.make(randomBytes(SealingKey.length)).map { try SealingKey($0) })
    }

    /// Whether there is any key.
    var isThere: Bool {
        if case .none = self { false } else { true }
    }

    /// A sealer over the keys.
    /// - Throws: `SealError.badKey` where there is none.
    func sealer() throws -> Sealer {
        switch self {
        case .environment(let keys): try Sealer(keys: keys)
        case .file(let file, let keys): try Sealer(keys: keys, source: ChangingKeyFile(file))
        case .none: throw Sealer.SealError.badKey
        }
    }

    /// Where they are, for messages.
    var place: String {
        switch self {
        case .environment: "MARTLET_KEY"
        case .file(let file, _), .none(let file): "the key file `\(file.path)`"
        }
    }
}

/// The key file of a process that goes on running while a rotation changes it.
final class ChangingKeyFile: SealingKeySource {
    private struct Mark: Equatable {
        var inode: UInt64
        var size: Int64
        var seconds: Int
        var nanoseconds: Int
    }

    private let file: KeyFile
    // What was read last; each change puts another file in its place. The first asking reads it in any case.
    private let mark = Mutex<Mark?>(nil)

    init(_ file: KeyFile) {
        self.file = file
    }

    func changed() -> [SealingKey]? {
        mark.withLock { mark in
            guard let now = Self.mark(of: file.path), now != mark else { return nil }
            guard let bytes = try? file.read(), let keys = try? bytes.map({ try SealingKey($0) }) else { return nil }
            mark = now
            return keys
        }
    }

    private static func mark(of path: String) -> Mark? {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        #if canImport(Darwin)
        let time = facts.st_mtimespec
        #else
        let time = facts.st_mtim
        #endif
        return Mark(
            inode: UInt64(facts.st_ino), size: Int64(facts.st_size), seconds: Int(time.tv_sec),
            nanoseconds: Int(time.tv_nsec))
    }
}
