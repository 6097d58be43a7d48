import ArgumentParser
import MartletActions
import MartletCredentials
import MartletDirectory

/// Lets a workload elsewhere prove itself as an app.
struct TrustWorkloadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trust", abstract: "Let a workload elsewhere prove itself as an app, without a secret.")

    @OptionGroup var options: StoreOptions

    @Argument(help: "The app's id.")
    var id: String

    @Option(help: "What you call the workload.")
    var name: String

    @Option(help: "Who signs for it, letter for letter as `iss` has it.")
    var issuer: String

    @Option(help: "Who it is, letter for letter as `sub` has it.")
    var subject: String

    @Option(help: "Whom its assertions are for, letter for letter as `aud` has it.")
    var audience: String

    func run() async throws {
        try await options.work { tools in
            guard let known = ID<MartletDirectory.Application>(parsing: id) else {
                throw CommandFailure("`\(id)` is not the id of an app")
            }
            let credential = try await AddFederatedCredential(tools)(
                name: name, issuer: issuer, subject: subject, audience: audience, for: known,
                by: try await tools.operatorCaller())
            options.print([
                "id": .string(credential.id.rawValue), "applicationId": .string(credential.application.rawValue),
            ])
        }
    }
}
