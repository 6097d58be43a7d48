import ArgumentParser
import MartletActions
import MartletCredentials
import MartletDirectory

/// Changes what is noted of an account.
struct SetUserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Change what is noted of an account.",
        discussion: "What is not named stays as it is.")

    @OptionGroup var options: StoreOptions

    @Argument(help: ArgumentHelp("The sign-in name.", valueName: "upn"))
    var name: String

    @Option(help: "The name that people see.")
    var displayName: String?

    @Flag(
        inversion: .prefixedNo,
        help: "A program signs in with the account: the legacy report lists it among the workload identities.")
    var service: Bool?

    func run() async throws {
        try await options.work { tools in
            let caller = try await tools.operatorCaller()
            guard let user = try await FindUser(tools)(named: name, by: caller) else {
                throw CommandFailure("there is no user `\(name)`")
            }
            let edited = try await EditUser(tools)(
                user.id,
                EditUser.Edit(
                    userPrincipalName: user.userPrincipalName.text, displayName: displayName ?? user.displayName,
                    givenName: user.givenName, surname: user.surname, kind: user.kind, isService: service),
                by: caller)
            options.print([
                "userPrincipalName": .string(edited.userPrincipalName.text),
                "displayName": .string(edited.displayName), "isServiceAccount": .bool(edited.isService),
            ])
        }
    }
}
