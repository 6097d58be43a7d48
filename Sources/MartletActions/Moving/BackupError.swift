import MartletCredentials

/// Why a backup is not made or not put back. The store that was there is as it was.
package enum BackupError: Error, Equatable {
    /// It is sealed, and no passphrase was given.
    case needsPassphrase
    /// A passphrase was given for one that is not sealed: it may not be the one that was meant.
    case notSealed
    /// The passphrase is another, or the beginning of the file is damaged.
    case notOpened
    /// No key is made of the passphrase.
    case passphrase(PassphraseKey.Problem)
    /// It was made before an organisation was set up: putting it back would open set-up again (A014).
    case notSetUp
    /// The sealing key is not the one that its secrets were sealed with.
    case otherKey
    /// The sealing key that was to be put into the backup does not open the secrets in it.
    case keyOfAnother
    /// After moving, the two stores do not hold the same; the tables that differ.
    case differs([String])
    /// The schema of the store is not this program's; it must be migrated first.
    case oldSchema
}
