import ArgumentParser
import Foundation
import MartletActions
import MartletCredentials
import MartletStore

extension CommandFailure {
    /// Runs a command that works without `StoreOptions.work`; any failure becomes one sentence and exit code 1.
    static func reported(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let exit as ExitCode {
            throw exit
        } catch {
            FileHandle.standardError.write(Data("martlet: \(CommandFailure(error))\n".utf8))
            throw ExitCode.failure
        }
    }

    /// The sentence for what is wrong with an archive.
    static func sentence(for error: ArchiveError) -> String {
        switch error {
        case .notAnArchive: "the file is not a backup of martlet"
        case .newerFormat: "the backup was made by a newer martlet, in a form that this one does not read"
        case .truncated: "the backup is cut off: its end is missing"
        case .damaged(let place): "the backup is damaged: \(place)"
        case .newerSchema(let number):
            "the backup was made by a newer martlet (its schema is \(number), this one knows up to "
                + "\(Migration.all.count)); restore it with that one"
        case .otherHistory: "the backup was made by a program whose schema is not the one of this martlet"
        case .targetNotEmpty: "there is an organisation in the store already; --replace puts the backup in its place"
        case .targetForeign: "the database holds tables of something else; create an empty one for martlet"
        case .inUse: "a running martlet is connected to the database; stop every node first"
        case .inconsistent(let sentences):
            "the backup does not pass martlet check, so it was not restored; --accept-broken restores it as it is: "
                + sentences.prefix(5).joined(separator: "; ")
        }
    }

    /// The sentence for why a backup is not made or not put back.
    static func sentence(for error: BackupError) -> String {
        switch error {
        case .needsPassphrase:
            "the backup is encrypted; give its passphrase with --passphrase-stdin or --passphrase-file"
        case .notSealed: "a passphrase was given, but the backup is not encrypted; it may not be the file that is meant"
        case .notOpened: "the passphrase is not the one of this backup, or the beginning of the file is damaged"
        case .passphrase(.tooShort): "the passphrase must have \(PassphraseKey.shortest) characters or more"
        case .passphrase(.badBeginning): "the beginning of the encrypted backup is damaged"
        case .passphrase(.outOfMemory): "there is not enough memory to make a key of the passphrase"
        case .notSetUp: "the backup was made before an organisation was set up; there is nothing in it to restore"
        case .otherKey:
            "the key is not the one that the secrets in the backup were sealed with; put the martlet.key of that "
                + "installation into the data folder"
        case .keyOfAnother:
            "martlet.key (or MARTLET_KEY) does not open the secrets of this database, so no backup was made with it; put "
                + "the right key into the data folder, or leave --include-key out"
        case .differs(let tables):
            "after copying, the two sides differ in \(tables.joined(separator: ", ")); the target is empty again"
        case .oldSchema: "the database is of an older martlet; run martlet migrate first"
        }
    }
}
