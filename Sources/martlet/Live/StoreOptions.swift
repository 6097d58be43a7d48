import ArgumentParser
import Foundation
import Logging
import MartletActions
import MartletCredentials
import MartletDirectory

/// The options of every command that works on the local store, as the operator of the machine.
struct StoreOptions: ParsableArguments {
    @Option(help: "The folder that holds the database and the key.")
    var data = "./martlet-data"

    @OptionGroup var database: DatabaseOptions

    @Option(help: ArgumentHelp("How to print the result.", valueName: "text|json"))
    var output = OutputFormat.text

    /// The forms of output.
    enum OutputFormat: String, ExpressibleByArgument, CaseIterable { case text, json }

    /// Opens the store, runs `body` as the operator, and closes the store; any failure becomes one sentence.
    ///
    /// Only a command that `makesStore` may begin a new one: a mistyped folder must not look like an empty installation.
    func work(makesStore: Bool = false, _ body: (Tools) async throws -> Void) async throws {
        try await work(makesStore: makesStore, on: { wiring in try await body(wiring.tools) })
    }

    /// The same for a body that asks for more than the tools.
    func work(makesStore: Bool = false, on body: (Wiring) async throws -> Void) async throws {
        do {
            let folder = DataDirectory(path: data)
            let database = try database.address(in: folder)
            if case .file(let path) = database, !makesStore, !FileManager.default.fileExists(atPath: path) {
                throw CommandFailure("there is no database in `\(data)`; name the folder with --data")
            }
            guard let url = PublicURL("http://localhost:8080") else { return }
            var logger = Logger(label: "martlet") { LineLogHandler(label: $0) }
            logger.logLevel = .warning
            let wiring = try await Wiring.open(folder, database: database, publicURL: url, logger: logger)
            do {
                try await body(wiring)
            } catch {
                await wiring.close()
                throw error
            }
            await wiring.close()
        } catch let exit as ExitCode {
            throw exit
        } catch {
            FileHandle.standardError.write(Data("martlet: \(CommandFailure(error))\n".utf8))
            throw ExitCode.failure
        }
    }

    /// Prints a result: as JSON, or as lines of names and values.
    func print(_ result: JSONObject) {
        switch output {
        case .json: Swift.print(result.text)
        case .text:
            for member in result.members { Swift.print("\(member.name): \(Self.text(of: member.value))") }
        }
    }

    private static func text(of value: JSONValue) -> String {
        switch value {
        case .string(let text): text
        case .integer(let number): String(number)
        case .bool(let flag): flag ? "yes" : "no"
        case .array(let items): items.map(text).joined(separator: "\n  ").withLeadingBreak(items.count > 1)
        case .object(let object): object.text
        case .null: ""
        case .raw(let text): text
        }
    }
}

extension String {
    fileprivate func withLeadingBreak(_ isNeeded: Bool) -> String { isNeeded ? "\n  " + self : self }
}

/// Reads the secret that a command takes from its standard input: the first line, without its line break.
enum StandardInput {
    static func password() throws -> String {
        guard let line = readLine(strippingNewline: true), !line.isEmpty else {
            throw CommandFailure("a password is expected on the standard input")
        }
        return line
    }
}
