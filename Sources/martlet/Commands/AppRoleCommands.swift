import ArgumentParser
import MartletActions
import MartletCredentials
import MartletDirectory

/// Works with the roles that apps hold.
struct AppRoleCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roles", abstract: "Work with the roles that apps hold at other apps.",
        subcommands: [AssignAppRoleCommand.self, RemoveAppRoleCommand.self])
}

/// Which app, which role, and where.
struct AppRoleArguments: ParsableArguments {
    @Argument(help: ArgumentHelp("The app that is to act for itself, by its id.", valueName: "app"))
    var app: String

    @Argument(help: ArgumentHelp("The role, by its value: `Orders.Process`, `User.Read.All`.", valueName: "role"))
    var role: String

    @Option(
        help: ArgumentHelp(
            "The app whose role it is, by its id or an identifier URI; without it, Martlet's own API.",
            valueName: "app"))
    var resource: String?

    /// The app, the role and the resource as the action names them.
    func resolve(
        _ tools: Tools, by caller: Caller
    ) async throws -> (app: ID<Application>, role: ID<AppRole>, resource: ID<Application>) {
        guard let id = ID<Application>(parsing: app) else { throw CommandFailure("`\(app)` is not the id of an app") }
        guard let found = try await FindAppRole(tools)(role, of: resource, by: caller) else {
            throw CommandFailure("there is no role `\(role)` of `\(resource ?? "Martlet")`")
        }
        return (id, found.role, found.resource)
    }
}

/// Gives an app a role.
struct AssignAppRoleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "assign", abstract: "Give an app a role.")

    @OptionGroup var options: StoreOptions
    @OptionGroup var arguments: AppRoleArguments

    func run() async throws {
        try await options.work { tools in
            let caller = try await tools.operatorCaller()
            let (app, role, resource) = try await arguments.resolve(tools, by: caller)
            let assignment = try await AssignAppRole(tools)(role, of: resource, to: .application(app), by: caller)
            options.print([
                "id": .string(assignment.id.rawValue), "appRoleId": .string(role.rawValue),
                "principalId": .string(app.rawValue), "resourceId": .string(resource.rawValue),
            ])
        }
    }
}

/// Takes a role from an app.
struct RemoveAppRoleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "remove", abstract: "Take a role from an app.")

    @OptionGroup var options: StoreOptions
    @OptionGroup var arguments: AppRoleArguments

    func run() async throws {
        try await options.work { tools in
            let caller = try await tools.operatorCaller()
            let (app, role, resource) = try await arguments.resolve(tools, by: caller)
            try await RemoveAppRole(tools)(role, of: resource, from: .application(app), by: caller)
            options.print(["appRoleId": .string(role.rawValue), "principalId": .string(app.rawValue)])
        }
    }
}
