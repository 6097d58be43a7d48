import ArgumentParser
import Foundation
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore

/// Carries a store from one database to another.
struct MoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "move", abstract: "Carry a store from SQLite to PostgreSQL, or back, with Martlet stopped.",
        discussion: """
            A database is the path of a SQLite file or a postgres:// address. MARTLET_MOVE_FROM and MARTLET_MOVE_TO do \
            the same as the options, and keep passwords out of the list of processes. martlet.key stays where it is.
            """)

    @Option(help: ArgumentHelp("The database with the organisation.", valueName: "file|url"))
    var from: String?

    @Option(help: ArgumentHelp("The empty database to fill.", valueName: "file|url"))
    var to: String?

    @Option(help: ArgumentHelp("How to print the result.", valueName: "text|json"))
    var output = StoreOptions.OutputFormat.text

    func run() async throws {
        try await CommandFailure.reported {
            let from = try Self.address(from, or: "MARTLET_MOVE_FROM", "--from")
            let to = try Self.address(to, or: "MARTLET_MOVE_TO", "--to")
            guard from != to else { throw CommandFailure("--from and --to are the same database") }
            let lock = try Self.lock(from)
            defer { withExtendedLifetime(lock) {} }
            let source = try Wiring.patientStore(at: from)
            do {
                let began = ContinuousClock.now
                let tables = try await move(source, to: to, beside: Self.folder(of: from, to))
                await source.close()
                show(tables, took: ContinuousClock.now - began)
                Progress.say(
                    "every row is in \(to.shown) and compared. Start every node with --database or MARTLET_DATABASE "
                        + "set to it; keep \(from.shown) until you are content, and start nothing on it again")
            } catch {
                await source.close()
                throw error
            }
        }
    }

    private func move(_ source: Store, to: DatabaseAddress, beside folder: String) async throws -> [TableTally] {
        switch to {
        case .postgres:
            let target = try Wiring.patientStore(at: to)
            do {
                let tables = try await carry(source, to: target, beside: folder)
                await target.close()
                return tables
            } catch {
                await target.close()
                throw error
            }
        case .file(let path):
            let replacement = try await FileReplacement(of: path, mayReplaceUsed: false)
            let tables = try await replacement.fill { target in try await carry(source, to: target, beside: folder) }
            _ = try replacement.keepOld(at: Wiring.ambient.now())
            try replacement.putInPlace()
            return tables
        }
    }

    private func carry(_ source: Store, to target: Store, beside folder: String) async throws -> [TableTally] {
        let work = try WorkFolder(in: folder, name: "martlet-move")
        defer { work.remove() }
        let path = "\(work.path)/archive"
        return try await MoveStore(from: source, to: target, ambient: Wiring.ambient)(
            write: { try FileSink(path: path) }, read: { try FileSource(path: path) }, progress: Progress.say)
    }

    private func show(_ tables: [TableTally], took: Duration) {
        let rows = tables.reduce(0) { $0 + $1.rows }
        switch output {
        case .json:
            let list = tables.map { table -> JSONValue in
                .object([
                    "table": .string(table.table), "rows": .integer(Int64(table.rows)),
                    "sha256": .string(Hexadecimal.text(of: table.digest)),
                ])
            }
            let result: JSONObject = [
                "moved": .bool(true), "rows": .integer(Int64(rows)), "milliseconds": .integer(took.inMilliseconds),
                "tables": .array(list),
            ]
            print(result.text)
        case .text:
            for table in tables {
                let name = table.table.padding(toLength: 24, withPad: " ", startingAt: 0)
                let count = String(table.rows)
                let space = String(repeating: " ", count: max(1, 10 - count.count))
                print("\(name)\(space)\(count)  equal  \(Hexadecimal.text(of: table.digest.prefix(8)))")
            }
            print("\(rows) rows in \(took.inMilliseconds) ms, both sides equal")
        }
    }

    /// Keeps servers away from a file. Its log goes into it, which only works while nobody else has it open.
    private static func lock(_ address: DatabaseAddress) throws -> ServingLock? {
        guard case .file(let path) = address else { return nil }
        guard FileManager.default.fileExists(atPath: path) else {
            throw CommandFailure("there is no database `\(path)`")
        }
        let lock = try ServingLock(database: path)
        do {
            try SQLiteEngine.settle(path: path)
        } catch {
            throw CommandFailure("the database `\(path)` is open in another program; stop Martlet first")
        }
        return lock
    }

    private static func address(_ option: String?, or variable: String, _ name: String) throws -> DatabaseAddress {
        guard let text = option ?? ProcessInfo.processInfo.environment[variable] else {
            throw CommandFailure("\(name) or \(variable) is needed")
        }
        return try DatabaseAddress(text)
    }

    /// Where the copy on the way is kept: beside the database that is a file.
    private static func folder(of addresses: DatabaseAddress...) -> String {
        for case .file(let path) in addresses { return URL(filePath: path).deletingLastPathComponent().path }
        return NSTemporaryDirectory()
    }
}
