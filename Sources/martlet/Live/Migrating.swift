import Foundation
import MartletActions
import MartletDirectory
import MartletStore

/// Brings a store up to date, with a backup of it before anything changes.
struct Migrating: Sendable {
    let data: DataDirectory
    let database: DatabaseAddress
    let ambient: Ambient

    /// As many backups of this kind are kept; the oldest go.
    private static let kept = 3
    private static let prefix = "before-migration-"

    /// Where the backups go.
    private var folder: String { data.path + "/backups" }

    /// Runs the migrations that are pending, and says what ran. A store that is up to date costs one read.
    ///
    /// - Throws: `CommandFailure` for a newer schema (F26), and where no backup can be made, before anything has changed.
    @discardableResult
    func bringUpToDate(
        _ store: Store, ran: @escaping @Sendable (Migration) -> Void = { _ in }
    ) async throws -> [Migration] {
        let state = try await state(of: store)
        guard !state.isCurrent else { return [] }
        // A node gives its server seconds; building an index may take it minutes.
        let patient = try Wiring.patientStore(at: database)
        do {
            if try await !patient.isUnused() { try await backUp(patient, before: state.pending[0]) }
            let applied = try await patient.migrate { ran($0) }
            await patient.close()
            return applied
        } catch {
            await patient.close()
            guard case StoreError.newerSchema = error else { throw error }
            throw newer
        }
    }

    /// What the schema of the store is; one of a newer program is refused in words.
    func state(of store: Store) async throws -> SchemaState {
        let state = try await store.schemaState()
        guard !state.isNewer else { throw newer }
        return state
    }

    private var newer: CommandFailure {
        CommandFailure("the database `\(database.shown)` was made by a newer martlet; start that one instead")
    }

    private func backUp(_ store: Store, before number: Int) async throws {
        // Nodes that share the folder may start in the same second.
        let process = ProcessInfo.processInfo.processIdentifier
        let name = "\(Self.prefix)\(number)-\(BackupName.moment(ambient.now()))-\(process).\(BackupName.ending)"
        let path = "\(folder)/\(name)"
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            FileSink.sweep(folder, prefix: Self.prefix)
            _ = try await BackUpStore(store, ambient: ambient)(
                to: BackUpStore.Destination { try FileSink(path: path) }, origin: database.shown)
        } catch {
            throw CommandFailure(
                "the database must be migrated, and no backup could be made before: \(CommandFailure(error)); "
                    + "nothing was changed")
        }
        FileHandle.standardError.write(Data("martlet: before migration \(number) a backup was made: \(path)\n".utf8))
        prune()
    }

    private func prune() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        // The moment in the name is what they are sorted by, not the number of the migration.
        let backups = names.filter { $0.hasPrefix(Self.prefix) && $0.hasSuffix(BackupName.ending) }
            .sorted { Self.moment($0) < Self.moment($1) }
        for name in backups.dropLast(Self.kept) { try? FileManager.default.removeItem(atPath: "\(folder)/\(name)") }
    }

    private static func moment(_ name: String) -> Substring {
        name.dropFirst(prefix.count).drop { $0 != "-" }.dropFirst()
    }
}

/// The names of backup files.
enum BackupName {
    /// How they end.
    static let ending = "martlet-backup"

    /// A moment in a form that file names take on every system: `2026-11-21T071323Z`.
    static func moment(_ time: Timestamp) -> String {
        String(time.rfc3339.prefix(19).filter { $0 != ":" }) + "Z"
    }
}
