import Foundation
import MartletActions
import MartletCredentials
import MartletStore

/// The keys that open what a backup holds: those of this machine, or those in the backup where the data folder has none.
struct RestoredKey {
    /// Opens the secrets.
    let sealer: Sealer
    private let file: KeyFile
    /// The keys to write into the folder, if they come from the backup.
    private let fresh: [[UInt8]]?

    /// Finds the keys. A key that is there is never written over.
    init(of header: ArchiveHeader, in folder: DataDirectory) throws {
        file = folder.keyFile
        let there = try folder.keysThere()
        let included = try header.sealingKey.map {
            try KeyFile.keys(in: String(decoding: $0, as: UTF8.self), of: "the backup")
        }
        if let there, let included, Set(there).isDisjoint(with: included) {
            throw CommandFailure(
                "the backup holds another key than `\(folder.keyPath)` (or MARTLET_KEY); restore into another folder, or "
                    + "move that key away first")
        }
        guard let keys = there ?? included else {
            throw CommandFailure(
                "there is no key: put the martlet.key of the installation that made the backup into `\(folder.path)`")
        }
        sealer = try Sealer(keys: keys.map { try SealingKey($0) })
        fresh = there == nil ? keys : nil
    }

    /// Writes the keys into the folder, if the folder has none.
    func write() async throws {
        guard let fresh else { return }
        try await file.withLock { try file.replace(fresh) }
    }

    /// Removes what `write` wrote.
    func takeBack() {
        if fresh != nil { unlink(file.path) }
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
