import MartletCredentials
import MartletDirectory
import MartletStore

/// Makes a backup of a store while others work with it (`martlet backup`).
///
/// It asks for no permission: whoever can run it can read the database, and it reads only.
package struct BackUpStore: Sendable {
    let store: Store
    let ambient: Ambient

    /// An action on a store that may have any schema that is known.
    package init(_ store: Store, ambient: Ambient) {
        self.store = store
        self.ambient = ambient
    }

    /// Where a backup goes, and how.
    package struct Destination: Sendable {
        /// Makes the sink; called again it begins anew.
        let open: @Sendable () throws -> any ByteSink
        /// The passphrase to seal it with, if any.
        let passphrase: String?

        /// A destination with every field given.
        package init(passphrase: String? = nil, open: @escaping @Sendable () throws -> any ByteSink) {
            self.open = open
            self.passphrase = passphrase
        }
    }

    /// The sealing keys that go into a backup.
    package struct IncludedKeys: Sendable {
        /// As the key file has them.
        let text: [UInt8]
        /// Opens what they sealed.
        let sealer: Sealer

        /// The keys of `sealer`, in the form of the key file.
        package init(text: [UInt8], sealer: Sealer) {
            self.text = text
            self.sealer = sealer
        }
    }

    /// Writes the backup.
    ///
    /// `origin` says what it is made of, in words. `keys` reads the keys to include, only in a backup that is sealed
    /// itself; they must open what they are put beside. `progress` is told of each table that was written.
    /// - Throws: `BackupError.passphrase`, `.keyOfAnother`; `StoreError`; what the sink or `keys` throws.
    package func callAsFunction(
        to destination: Destination, origin: String, including keys: (() throws -> IncludedKeys)? = nil,
        progress: @escaping @Sendable (TableTally) -> Void = { _ in }
    ) async throws -> Store.Snapshot {
        precondition(keys == nil || destination.passphrase != nil, "the key is never written in the open")
        let open = try sink(destination)
        do {
            return try await write(origin, keys?(), to: open, progress)
        } catch BackupError.keyOfAnother {
            // The sealing key may have been replaced after it was read here: then the new one opens a new snapshot.
            return try await write(origin, keys?(), to: open, progress)
        }
    }

    private func write(
        _ origin: String, _ keys: IncludedKeys?, to open: @escaping @Sendable () throws -> any ByteSink,
        _ progress: @escaping @Sendable (TableTally) -> Void
    ) async throws -> Store.Snapshot {
        let header = ArchiveHeader(
            madeAt: ambient.now(), origin: origin, migrations: [:], tables: [], sealingKey: keys?.text)
        return try await store.writeArchive(
            header, to: open, digest: { SHA256Sum() },
            accept: { check in
                guard let keys, let check else { return }
                guard keys.sealer.opensKeyCheck(check) else { throw BackupError.keyOfAnother }
            }, progress: progress)
    }

    private func sink(_ destination: Destination) throws -> @Sendable () throws -> any ByteSink {
        var open = destination.open
        if let passphrase = destination.passphrase {
            let cost = PassphraseKey(salt: ambient.randomBytes(PassphraseKey.saltLength))
            let key: [UInt8]
            do { key = try cost.newKey(of: passphrase) } catch { throw BackupError.passphrase(error) }
            let plain = open
            open = { try SealedSink(try plain(), key: key, beginning: cost.encoded) }
        }
        return open
    }
}
