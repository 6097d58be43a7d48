import ArgumentParser
import Foundation
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore

/// Puts a backup back.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Put a backup back, with Martlet stopped.",
        discussion: """
            All of it arrives or nothing. Afterwards everybody signs in anew: what was ended or used since the backup \
            would count again. The overview of the admin center tells what to look at.
            """)

    @OptionGroup var options: StoreOptions

    @Option(help: ArgumentHelp("The backup.", valueName: "file"))
    var from: String

    @OptionGroup var passphrase: PassphraseOptions

    @Flag(help: "Put the backup in the place of the organisation that is in the store.")
    var replace = false

    @Flag(help: "Restore a backup although `martlet check` finds fault with what is in it.")
    var acceptBroken = false

    func run() async throws {
        try await CommandFailure.reported {
            let folder = DataDirectory(path: options.data)
            try folder.prepare()
            let database = try options.database.address(in: folder)
            let backup = try BackupOpening(
                { [from] in try FileSource(path: from) }, passphrase: passphrase.passphrase())
            let header = try backup.verify().header
            let began = ContinuousClock.now
            let (snapshot, aside) = try await folder.keyFile.withLock {
                let key = try RestoredKey(of: header, in: folder)
                do {
                    return try await restore(backup, key, to: database)
                } catch {
                    key.takeBack()
                    throw error
                }
            }
            tell(snapshot, aside: aside, took: ContinuousClock.now - began)
        }
    }

    private func restore(
        _ backup: BackupOpening, _ key: RestoredKey, to database: DatabaseAddress
    ) async throws -> (Store.Snapshot, aside: String?) {
        switch database {
        case .postgres:
            let store = try Wiring.patientStore(at: database)
            do {
                try key.write()
                let snapshot = try await fill(store, backup, key.sealer, replacing: replace) { key.keep() }
                await store.close()
                return (snapshot, nil)
            } catch {
                await store.close()
                throw error
            }
        case .file(let path):
            let replacement = try await FileReplacement(of: path, mayReplaceUsed: replace)
            try key.write()
            let snapshot = try await replacement.fill { store in
                try await fill(store, backup, key.sealer, replacing: false)
            }
            let aside = try replacement.keepOld(at: Wiring.ambient.now())
            key.keep()
            try replacement.putInPlace()
            return (snapshot, aside)
        }
    }

    private func fill(
        _ store: Store, _ backup: BackupOpening, _ sealer: Sealer, replacing: Bool,
        willCommit: @escaping @Sendable () -> Void = {}
    ) async throws -> Store.Snapshot {
        try await RestoreStore(store, ambient: Wiring.ambient)(
            backup, sealer: sealer, replacing: replacing, acceptingBroken: acceptBroken, willCommit: willCommit)
    }

    private func tell(_ snapshot: Store.Snapshot, aside: String?, took: Duration) {
        var result: JSONObject = [
            "restored": .bool(true), "backupMadeAt": .string(snapshot.header.madeAt.rfc3339),
            "rows": .integer(Int64(snapshot.rows)), "milliseconds": .integer(took.inMilliseconds),
        ]
        if let aside { result["replaced"] = .string(aside) }
        options.print(result)
        Progress.say("everybody signs in anew; look at the overview of the admin center for what else to do")
        Progress.say(
            "signing keys that were withdrawn since the backup sign again; if one was, start Martlet and run `martlet keys "
                + "rotate --immediately`")
    }
}
