import ArgumentParser
import Foundation
import MartletActions
import MartletCredentials
import MartletDirectory

/// Works with tokens that show codes.
struct HardwareTokenCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hardware-tokens", abstract: "Work with tokens that show codes.",
        subcommands: [
            ImportTokensCommand.self, ListTokensCommand.self, ActivateTokenCommand.self,
        ])
}

/// Takes a sheet of tokens into the inventory.
struct ImportTokensCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take a CSV sheet of tokens into the inventory.",
        discussion: """
            The first line is: upn,serial number,secret key,time interval,manufacturer,model. Lines that are not right come \
            back; the others are taken. A token counts once a code of it was shown.
            """)

    @OptionGroup var options: StoreOptions

    @Argument(help: "The sheet; `-` reads the standard input.")
    var file: String

    func run() async throws {
        try await options.work { tools in
            guard let data = FileManager.default.contents(atPath: file == "-" ? "/dev/stdin" : file) else {
                throw CommandFailure("`\(file)` cannot be read")
            }
            let report = try await ImportHardwareTokens(tools)(
                String(decoding: data, as: UTF8.self), by: try await tools.operatorCaller())
            options.print([
                "imported": .integer(Int64(report.imported)),
                "failures": .array(
                    report.failures.map { failure in
                        .object([
                            "line": .integer(Int64(failure.line)), "serialNumber": .string(failure.serialNumber),
                            "problem": .string(failure.problem.rawValue),
                        ])
                    }),
            ])
            guard report.failures.isEmpty else { throw ExitCode(2) }
        }
    }
}

/// Lists the inventory.
struct ListTokensCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the inventory.")

    @OptionGroup var options: StoreOptions

    func run() async throws {
        try await options.work { tools in
            let caller = try await tools.operatorCaller()
            var tokens: [JSONValue] = []
            var after: String? = ""
            while let number = after {
                let page = try await ListHardwareTokens(tools)(after: number, by: caller)
                tokens += page.lines.map(Self.line)
                after = page.next
            }
            options.print(["tokens": .array(tokens)])
        }
    }

    private static func line(_ token: ListHardwareTokens.Line) -> JSONValue {
        .object([
            "id": .string(token.id.rawValue), "serialNumber": .string(token.serialNumber),
            "manufacturer": .string(token.manufacturer), "model": .string(token.model),
            "timeIntervalInSeconds": .integer(token.periodSeconds),
            "userPrincipalName": token.user.map { .string($0.name) } ?? .null,
            "activatedDateTime": token.activatedAt.map { .string($0.rfc3339) } ?? .null,
        ])
    }
}

/// Activates a token.
struct ActivateTokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "activate", abstract: "Make a token count, by a code that it shows.")

    @OptionGroup var options: StoreOptions

    @Argument(help: "The token's id, as `list` prints it.")
    var id: String

    @Argument(help: "The six digits that it shows.")
    var code: String

    func run() async throws {
        try await options.work { tools in
            guard let token = ID<HardwareToken>(parsing: id) else {
                throw CommandFailure("`\(id)` is not the id of a token")
            }
            try await ActivateHardwareToken(tools)(token, code: code, by: try await tools.operatorCaller())
            options.print(["id": .string(token.rawValue), "activated": true])
        }
    }
}
