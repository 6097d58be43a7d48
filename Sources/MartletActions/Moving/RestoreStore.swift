import MartletCredentials
import MartletDirectory
import MartletStore

/// Puts a backup back into a store (`martlet restore`), as one transaction: all of it, or nothing.
package struct RestoreStore: Sendable {
    let store: Store
    let ambient: Ambient

    /// An action on a store that nobody works with.
    package init(_ store: Store, ambient: Ambient) {
        self.store = store
        self.ambient = ambient
    }

    /// Reads the backup once to see that it is whole, and then fills the store with it. No node may be connected, neither
    /// before nor at the end.
    ///
    /// At the end, in the same transaction, everything that lets somebody in or counts once is ended (A297).
    /// `sealer` opens the secrets of the backup. With `replacing` a store that is there may go. With `acceptingBroken`
    /// invariants may be broken, for a backup of a store that was broken already. `willCommit` is called before the end
    /// that makes all of it true, whose answer may get lost.
    /// - Throws: `ArchiveError`, `BackupError`; `StoreError`.
    package func callAsFunction(
        _ backup: BackupOpening, sealer: Sealer, replacing: Bool, acceptingBroken: Bool = false,
        willCommit: @escaping @Sendable () -> Void = {}
    ) async throws -> Store.Snapshot {
        _ = try backup.verify()
        guard try await !store.isServed() else { throw ArchiveError.inUse }
        let at = ambient.now()
        let ambient = ambient
        return try await store.fill(
            from: { try backup.source() }, digest: { SHA256Sum() }, replacing: replacing, unserved: true
        ) { tables, header in
            let installation = try tables.installation.get()
            guard installation.setUpCompletedAt != nil else { throw BackupError.notSetUp }
            guard installation.sealingKeyCheck.map(sealer.opensKeyCheck) ?? true else { throw BackupError.otherKey }
            let restoration = Installation.Restoration(at: at, backupMadeAt: header.madeAt)
            try tables.beginEpoch(after: restoration, ambient: ambient)
            let broken = acceptingBroken ? [] : try tables.integrity.broken()
            guard broken.isEmpty else { throw ArchiveError.inconsistent(broken) }
        } willCommit: {
            willCommit()
        }
    }
}
