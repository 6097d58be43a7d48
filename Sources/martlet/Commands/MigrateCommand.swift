import ArgumentParser
import Foundation
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore

/// Brings the database up to date, or tries on a copy how that would go.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring the database up to date; serve does the same when it starts.",
        discussion: "Forward only. Before anything changes a backup is made in the data folder's `backups`.")

    @OptionGroup var options: StoreOptions

    @Flag(help: "Run the migrations on a copy, and say how long each takes; the database stays as it is.")
    var rehearse = false

    func run() async throws {
        try await CommandFailure.reported {
            let folder = DataDirectory(path: options.data)
            let database = try options.database.address(in: folder)
            let store = try Wiring.patientStore(at: database)
            let migrating = Migrating(data: folder, database: database, ambient: Wiring.ambient)
            do {
                let state = try await migrating.state(of: store)
                if rehearse {
                    try await rehearse(store, state: state, migrating)
                } else {
                    let clock = StepClock()
                    let ran = try await migrating.bringUpToDate(store) { clock.note($0) }
                    report(from: state, ran: ran, clock: clock)
                }
                await store.close()
            } catch {
                await store.close()
                throw error
            }
        }
    }

    private func rehearse(_ store: Store, state: SchemaState, _ migrating: Migrating) async throws {
        guard !state.pending.isEmpty else { return report(from: state, ran: [], clock: StepClock()) }
        let clock = StepClock()
        let (ran, before, after) = try await Rehearsal(of: migrating)(store, clock: clock)
        report(from: state, ran: ran, clock: clock, before: before, after: after)
    }

    private func report(
        from state: SchemaState, ran: [Migration], clock: StepClock, before: [String: Int] = [:],
        after: [String: Int] = [:]
    ) {
        let steps = ran.map { migration -> JSONValue in
            .object([
                "number": .integer(Int64(migration.number)), "title": .string(migration.title),
                "milliseconds": .integer(clock.duration(of: migration).inMilliseconds),
            ])
        }
        let tables = Set(before.keys).union(after.keys).sorted().map { name -> JSONValue in
            .object([
                "table": .string(name), "before": before[name].map { .integer(Int64($0)) } ?? .null,
                "after": after[name].map { .integer(Int64($0)) } ?? .null,
            ])
        }
        var result: JSONObject = [
            "rehearsal": .bool(rehearse), "schemaBefore": .integer(Int64(state.version)),
            "schemaAfter": .integer(Int64(ran.last?.number ?? state.version)), "ran": .array(steps),
        ]
        if !tables.isEmpty { result["tables"] = .array(tables) }
        options.print(result)
    }
}
