import Foundation
import MartletActions
import MartletCredentials
import MartletStore
import Synchronization

/// The keys that open what a backup holds: those of this machine, or those in the backup where the data folder has none.
///
/// Only under the lock of the key file: two restorations into one folder would take each other's keys away.
final class RestoredKey: Sendable {
    /// Opens the secrets.
    let sealer: Sealer
    private let file: KeyFile
    /// The keys to write into the folder, if they come from the backup.
    private let fresh: [[UInt8]]?
    /// Whether the file was made here, and nothing needs it yet.
    private let isRemovable = Mutex(false)

    /// Finds the keys. A key that is there is never written over.
    init(of header: ArchiveHeader, in folder: DataDirectory) throws {
        file = folder.keyFile
        let there = try folder.keysThere()
        let included = try header.sealingKey.map {
            try KeyFile.keys(in: String(decoding: $0, as: UTF8.self), of: "the backup")
        }
        if let there, let included, Set(there).isDisjoint(with: included) { throw Self.otherKey(than: file) }
        guard let keys = there ?? included else {
            throw CommandFailure(
                "there is no key: put the martlet.key of the installation that made the backup into `\(folder.path)`")
        }
        sealer = try Sealer(keys: keys.map { try SealingKey($0) })
        fresh = there == nil ? keys : nil
    }

    /// Writes the keys into the folder, if the folder has none; before the store that needs them has its place.
    func write() throws {
        guard let fresh else { return }
        if try file.put(fresh) {
            isRemovable.withLock { $0 = true }
        } else {
            // A server that started meanwhile has made one of its own, say.
            guard let there = try file.read(), Set(there).isSuperset(of: fresh) else {
                throw Self.otherKey(than: file)
            }
        }
    }

    /// The store that needs the keys is about to get its place: whatever fails from now on, they stay.
    func keep() { isRemovable.withLock { $0 = false } }

    /// Removes the file if it was made here and nothing needs it.
    func takeBack() {
        if isRemovable.withLock({ $0 }) { unlink(file.path) }
    }

    private static func otherKey(than file: KeyFile) -> CommandFailure {
        CommandFailure(
            "the backup holds another key than `\(file.path)` (or MARTLET_KEY); restore into another folder, or "
                + "move that key away first")
    }
}

extension DataDirectory {
    /// The keys of this machine, from `MARTLET_KEY` or the file; `nil` where there is neither.
    func keysThere() throws -> [[UInt8]]? {
        if let text = ProcessInfo.processInfo.environment["MARTLET_KEY"] {
            return try KeyFile.keys(in: text, of: "MARTLET_KEY")
        }
        return try keyFile.read()
    }

    /// The same for a backup to hold.
    func includedKeys() throws -> BackUpStore.IncludedKeys {
        guard let keys = try keysThere() else { throw CommandFailure("there is no key in `\(path)`") }
        return BackUpStore.IncludedKeys(
            text: Array(keys.map { Data($0).base64EncodedString() + "\n" }.joined().utf8),
            sealer: try Sealer(keys: keys.map { try SealingKey($0) }))
    }
}
