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

    /// Writes the backup.
    ///
    /// `origin` says what it is made of, in words. `sealingKey` is the key file to include, only in a backup that is
    /// sealed itself. `progress` is told of each table that was written.
    /// - Throws: `BackupError.passphrase`; `StoreError`; what the sink throws.
    package func callAsFunction(
        to destination: Destination, origin: String, sealingKey: [UInt8]? = nil,
        progress: @escaping @Sendable (TableTally) -> Void = { _ in }
    ) async throws -> Store.Snapshot {
        precondition(sealingKey == nil || destination.passphrase != nil, "the key is never written in the open")
        let header = ArchiveHeader(
            madeAt: ambient.now(), origin: origin, migrations: [:], tables: [], sealingKey: sealingKey)
        var open = destination.open
        if let passphrase = destination.passphrase {
            let cost = PassphraseKey(salt: ambient.randomBytes(PassphraseKey.saltLength))
            let key: [UInt8]
            do { key = try cost.newKey(of: passphrase) } catch { throw BackupError.passphrase(error) }
            let plain = open
            open = { try SealedSink(try plain(), key: key, beginning: cost.encoded) }
        }
        return try await store.writeArchive(header, to: open, digest: { SHA256Sum() }, progress: progress)
    }
}
