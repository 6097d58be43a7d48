import ArgumentParser
import MartletActions
import MartletCredentials
import MartletDirectory

/// Works with the tokens with which apps register themselves.
struct RegistrationTokenCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "registration-tokens", abstract: "Work with the tokens with which apps register themselves.",
        subcommands: [
            AddRegistrationTokenCommand.self, ListRegistrationTokensCommand.self, RevokeRegistrationTokenCommand.self,
        ])
}

/// Makes a token.
struct AddRegistrationTokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Make a token with which apps register themselves; it is printed once.")

    @OptionGroup var options: StoreOptions

    @Argument(help: "What it is for.")
    var name: String

    @Option(help: ArgumentHelp("How many apps may be registered with it, 1 to 1000.", valueName: "count"))
    var uses = 1

    @Option(help: ArgumentHelp("How many days it works, 1 to 365.", valueName: "days"))
    var days = 7

    func run() async throws {
        try await options.work { tools in
            let added = try await AddInitialAccessToken(tools)(
                name: name, uses: uses, lifetimeDays: days, by: try await tools.operatorCaller())
            options.print([
                "id": .string(added.token.id.rawValue), "token": .string(added.text),
                "usesLeft": .integer(Int64(added.token.usesLeft)),
                "expiresAt": .string(added.token.expiresAt.rfc3339),
            ])
        }
    }
}

/// Lists the tokens.
struct ListRegistrationTokensCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the tokens.")

    @OptionGroup var options: StoreOptions

    func run() async throws {
        try await options.work { tools in
            let tokens = try await ListInitialAccessTokens(tools)(by: try await tools.operatorCaller())
            let rows = tokens.map { token -> JSONValue in
                .object([
                    "id": .string(token.id.rawValue), "name": .string(token.name),
                    "usesLeft": .integer(Int64(token.usesLeft)), "createdBy": .string(token.createdBy),
                    "expiresAt": .string(token.expiresAt.rfc3339),
                ])
            }
            options.print(["tokens": .array(rows)])
        }
    }
}

/// Takes a token back.
struct RevokeRegistrationTokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Take a token back; the apps that were registered with it stay.")

    @OptionGroup var options: StoreOptions

    @Argument(help: "The id of the token.")
    var id: String

    func run() async throws {
        try await options.work { tools in
            guard let token = ID<InitialAccessToken>(parsing: id) else {
                throw CommandFailure("`\(id)` is not the id of a token")
            }
            try await RevokeInitialAccessToken(tools)(token, by: try await tools.operatorCaller())
            options.print(["id": .string(id)])
        }
    }
}
