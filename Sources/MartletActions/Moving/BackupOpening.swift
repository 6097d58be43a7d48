import MartletCredentials
import MartletStore

/// A backup that can be read from its beginning as often as needed, sealed or not.
package struct BackupOpening: Sendable {
    private let open: @Sendable () throws -> any ByteSource
    private let key: [UInt8]?
    private let beginning: [UInt8]

    /// Looks at the beginning, and makes the key of the passphrase, which takes a second.
    /// - Throws: `BackupError.needsPassphrase`, `.notSealed`, `.passphrase`; what `open` throws.
    package init(_ open: @escaping @Sendable () throws -> any ByteSource, passphrase: String?) throws {
        self.open = open
        let source = CountedSource(try open())
        let isSealed = try source.peek(PassphraseKey.magic.count) == PassphraseKey.magic
        guard isSealed else {
            guard passphrase == nil else { throw BackupError.notSealed }
            key = nil
            beginning = []
            return
        }
        guard let passphrase else { throw BackupError.needsPassphrase }
        beginning = try source.exactly(PassphraseKey.length, orThrow: ArchiveError.truncated)
        do {
            key = try PassphraseKey(decoding: beginning).key(of: passphrase)
        } catch {
            throw BackupError.passphrase(error)
        }
    }

    /// The archive inside, from its beginning.
    package func source() throws -> any ByteSource {
        let source = CountedSource(try open())
        guard let key else { return source }
        guard try source.exactly(beginning.count, orThrow: ArchiveError.truncated) == beginning else {
            throw ArchiveError.damaged("the file has changed")
        }
        return try SealedSource(source, key: key, beginning: beginning)
    }

    /// Whether it is sealed.
    package var isSealed: Bool { key != nil }

    /// Reads all of it and says what is in it.
    /// - Throws: `ArchiveError`, `BackupError.notOpened`; what the source throws.
    package func verify() throws -> Store.Snapshot {
        var reader = try ArchiveReader(try source(), digest: { SHA256Sum() })
        return Store.Snapshot(header: reader.header, tables: try reader.readToEnd())
    }
}

extension SHA256Sum: RowDigest {}
