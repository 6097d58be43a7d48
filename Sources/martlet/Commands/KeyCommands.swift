import ArgumentParser
import MartletActions
import MartletCredentials
import MartletDirectory

/// Works with the keys that tokens are signed with.
struct KeyCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Work with signing keys.", subcommands: [RotateKeysCommand.self])
}

/// Makes a new signing key.
struct RotateKeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate", abstract: "Make a new signing key; the old one is published until its tokens are gone.")

    @OptionGroup var options: StoreOptions

    func run() async throws {
        try await options.work { tools in
            let keys = try await RotateSigningKeys(tools)(by: try await tools.operatorCaller())
            let rows = keys.map { key -> JSONValue in
                .object([
                    "keyId": .string(key.keyID), "algorithm": .string(key.algorithm.rawValue),
                    "signsFrom": .string(key.signsFrom.rfc3339),
                ])
            }
            options.print(["keys": .array(rows)])
        }
    }
}
