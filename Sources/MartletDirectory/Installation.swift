/// What is true of the whole store rather than of one tenant.
package struct Installation: Sendable, Equatable {
    /// That the store was put back from a backup.
    package struct Restoration: Sendable, Equatable {
        /// When; what was issued before it is dead (A297).
        package var at: Timestamp
        /// When the backup was made: what happened since then is forgotten.
        package var backupMadeAt: Timestamp

        /// A restoration with every field given.
        package init(at: Timestamp, backupMadeAt: Timestamp) {
            self.at = at
            self.backupMadeAt = backupMadeAt
        }
    }

    /// When set-up was completed; once set it is never cleared, so set-up stays closed for ever (A014).
    package var setUpCompletedAt: Timestamp?
    /// The hash of the one-time set-up code that is valid now, until set-up is completed.
    package var setUpCodeHash: [UInt8]?
    /// A known text sealed under the installation's key: opening it proves that the key is the right one.
    package var sealingKeyCheck: [UInt8]?
    /// The key of keyed digests, sealed; `nil` until the first rotation of the sealing key, which it is derived from.
    package var sealedDigestKey: [UInt8]?
    /// The last time that the store was put back from a backup; changed by `InstallationRows.markRestored` alone.
    package var restored: Restoration?

    /// An installation with every field given.
    package init(
        setUpCompletedAt: Timestamp? = nil, setUpCodeHash: [UInt8]? = nil, sealingKeyCheck: [UInt8]? = nil,
        sealedDigestKey: [UInt8]? = nil, restored: Restoration? = nil
    ) {
        self.setUpCompletedAt = setUpCompletedAt
        self.setUpCodeHash = setUpCodeHash
        self.sealingKeyCheck = sealingKeyCheck
        self.sealedDigestKey = sealedDigestKey
        self.restored = restored
    }
}
