import ArgumentParser
import MartletActions
import MartletCredentials
import MartletDirectory

/// Shows or sets whether MFA is switched on for one person by name.
struct PerUserMFACommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mfa-state", abstract: "Show or set whether MFA is switched on for somebody by name.",
        discussion: "enabled asks for a registration at the next sign-in, which makes it enforced.")

    @OptionGroup var options: StoreOptions

    @Argument(help: ArgumentHelp("The sign-in name.", valueName: "upn"))
    var name: String

    @Argument(help: "disabled, enabled or enforced; what it is, without.")
    var state: User.PerUserMFA?

    func run() async throws {
        try await options.work { tools in
            let caller = try await tools.operatorCaller()
            guard let user = try await FindUser(tools)(named: name, by: caller) else {
                throw CommandFailure("there is no user `\(name)`")
            }
            if let state { try await SetPerUserMFA(tools)(user.id, state, by: caller) }
            options.print([
                "userPrincipalName": .string(user.userPrincipalName.text),
                "perUserMfaState": .string((state ?? user.perUserMFA).rawValue),
            ])
        }
    }
}

extension User.PerUserMFA: ExpressibleByArgument {}
