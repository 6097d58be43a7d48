import ArgumentParser
import Foundation
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore

/// Makes a backup of the store while it is used, or looks whether one is whole.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Make a backup of everything, also while Martlet runs; or verify one.",
        discussion: """
            The secrets in a backup are sealed by martlet.key, which is not in it unless --include-key says so. \
            With a passphrase the whole file is encrypted.
            """)

    @OptionGroup var options: StoreOptions

    @Option(help: ArgumentHelp("The file to write; a folder gets a file named by the moment.", valueName: "file"))
    var to: String?

    @Option(help: ArgumentHelp("Read this backup to its end, and say whether it is whole.", valueName: "file"))
    var verify: String?

    @OptionGroup var passphrase: PassphraseOptions

    @Flag(help: "Put martlet.key into the backup too; only with a passphrase.")
    var includeKey = false

    func validate() throws {
        guard (to == nil) != (verify == nil) else { throw ValidationError("give either --to or --verify") }
        guard !includeKey || passphrase.passphraseStdin || passphrase.passphraseFile != nil else {
            throw ValidationError("--include-key needs a passphrase: the key opens every secret in the backup")
        }
    }

    func run() async throws {
        try await CommandFailure.reported {
            if let verify { try look(at: verify) } else if let to { try await make(to) }
        }
    }

    private func look(at path: String) throws {
        let backup = try BackupOpening({ try FileSource(path: path) }, passphrase: try passphrase.passphrase())
        let snapshot = try backup.verify()
        options.print([
            "whole": .bool(true), "madeAt": .string(snapshot.header.madeAt.rfc3339),
            "of": .string(snapshot.header.origin), "schema": .integer(Int64(snapshot.header.schema)),
            "rows": .integer(Int64(snapshot.rows)), "encrypted": .bool(backup.isSealed),
            "includesKey": .bool(snapshot.header.sealingKey != nil),
        ])
    }

    private func make(_ name: String) async throws {
        let folder = DataDirectory(path: options.data)
        let database = try options.database.address(in: folder)
        let ambient = Wiring.ambient
        let path = Self.path(name, at: ambient.now())
        let passphrase = try passphrase.passphrase()
        let began = ContinuousClock.now
        let store = try Wiring.patientStore(at: database)
        do {
            _ = try await Migrating(data: folder, database: database, ambient: ambient).state(of: store)
            guard try await !store.isUnused() else {
                throw CommandFailure("nobody has set up an organisation in `\(database.shown)` yet")
            }
            let snapshot = try await BackUpStore(store, ambient: ambient)(
                to: BackUpStore.Destination(passphrase: passphrase) { try FileSink(path: path) },
                origin: database.shown, including: includeKey ? { try folder.includedKeys() } : nil
            ) { table in Progress.say("\(table.table): \(table.rows)") }
            await store.close()
            let bytes = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
            options.print([
                "file": .string(path), "madeAt": .string(snapshot.header.madeAt.rfc3339),
                "rows": .integer(Int64(snapshot.rows)), "bytes": .integer(Int64(bytes)),
                "milliseconds": .integer((ContinuousClock.now - began).inMilliseconds),
                "encrypted": .bool(passphrase != nil), "includesKey": .bool(includeKey),
            ])
        } catch {
            await store.close()
            throw error
        }
    }

    /// The file to write. Drafts that killed backups left in a folder are removed from it.
    private static func path(_ name: String, at time: Timestamp) -> String {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: name, isDirectory: &isFolder), isFolder.boolValue else {
            return name
        }
        FileSink.sweep(name, prefix: "martlet-")
        return "\(name)/martlet-\(BackupName.moment(time)).\(BackupName.ending)"
    }
}

/// What long commands tell on the standard error, where it does not mix with their results.
enum Progress {
    static func say(_ words: String) { FileHandle.standardError.write(Data("martlet: \(words)\n".utf8)) }
}
