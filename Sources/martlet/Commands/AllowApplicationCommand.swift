import ArgumentParser
import MartletActions
import MartletCredentials
import MartletDirectory

/// Lets an app call another app's API.
struct AllowApplicationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "allow", abstract: "Let an app call the API of another app, for the people who sign in to it.")

    @OptionGroup var options: StoreOptions

    @Argument(help: "The client id of the app that calls.")
    var client: String

    @Option(help: ArgumentHelp("The API: a client id, or a name such as api://tides.", valueName: "api"))
    var of: String

    @Option(help: ArgumentHelp("A scope of the API; may be repeated.", valueName: "scope"))
    var scope: [String] = []

    func validate() throws {
        guard !scope.isEmpty else { throw ValidationError("say what is allowed: --scope") }
    }

    func run() async throws {
        try await options.work { tools in
            guard let id = ID<Application>(parsing: client) else {
                throw CommandFailure("`\(client)` is not a client id")
            }
            let caller = try await tools.operatorCaller()
            for value in scope { try await AllowScope(tools)(value, of: of, to: id, by: caller) }
            options.print([
                "clientId": .string(id.rawValue), "api": .string(of), "scopes": .strings(scope),
            ])
        }
    }
}
