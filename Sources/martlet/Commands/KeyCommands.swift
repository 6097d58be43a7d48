import ArgumentParser
import MartletActions
import MartletCredentials
import MartletDirectory

/// Works with the keys that tokens are signed with, and with the one that seals secrets.
struct KeyCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Work with signing keys and with the sealing key.",
        subcommands: [
            ListKeysCommand.self, RotateKeysCommand.self, RevokeKeyCommand.self, RotateSealingCommand.self,
        ])
}

/// Makes a new signing key.
struct RotateKeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate", abstract: "Make a new signing key; the old one is published until its tokens are gone.")

    @Flag(help: "The keys have leaked: new ones sign now, and what the old ones signed is refused.")
    var immediately = false

    @OptionGroup var options: StoreOptions

    func run() async throws {
        try await options.work { tools in
            let keys = try await RotateSigningKeys(tools)(
                immediately: immediately, by: try await tools.operatorCaller())
            options.print(["keys": .array(keys.map(\.row))])
        }
    }
}

/// Lists the signing keys.
struct ListKeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the signing keys that are published, and when each signs.")

    @OptionGroup var options: StoreOptions

    func run() async throws {
        try await options.work { tools in
            let keys = try await tools.keyRing.published(
                for: try await tools.operatorCaller().tenant, at: tools.now)
            options.print(["keys": .array(keys.map(\.row))])
        }
    }
}

/// Withdraws a signing key that has leaked.
struct RevokeKeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Withdraw a signing key at once; what it signed is refused.",
        discussion: "Apps that check tokens themselves refuse them when they read the key set again.")

    // An option and not a plain word: the name of a key may begin with a hyphen.
    @Option(
        name: .customLong("key"), parsing: .unconditional,
        help: ArgumentHelp("The key, as `martlet keys list` names it.", valueName: "kid"))
    var keyID: String

    @OptionGroup var options: StoreOptions

    func run() async throws {
        try await options.work { tools in
            let signing = try await RevokeSigningKey(tools)(keyID, by: try await tools.operatorCaller())
            options.print(["revoked": .string(keyID), "signing": .object(signing.fields)])
        }
    }
}

extension SigningKey {
    fileprivate var row: JSONValue { .object(fields) }

    fileprivate var fields: JSONObject {
        var fields: JSONObject = [
            "keyId": .string(keyID), "algorithm": .string(algorithm.rawValue), "signsFrom": .string(signsFrom.rfc3339),
        ]
        if let signsUntil { fields["signsUntil"] = .string(signsUntil.rfc3339) }
        return fields
    }
}
