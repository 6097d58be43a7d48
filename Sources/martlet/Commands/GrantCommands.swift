import ArgumentParser
import MartletActions
import MartletCredentials
import MartletDirectory

/// Works with what an app was allowed.
struct GrantCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grants", abstract: "See and take back what an app was allowed.",
        subcommands: [ListGrantsCommand.self, RevokeGrantsCommand.self])
}

/// Lists what an app was allowed.
struct ListGrantsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List what an app was allowed.")

    @OptionGroup var options: StoreOptions

    @Argument(help: "The id of the app.")
    var app: String

    func run() async throws {
        try await options.work { tools in
            let grants = try await ListGrants(tools)(ID(app), by: try await tools.operatorCaller())
            let people = grants.people.map { line -> JSONValue in
                .object([
                    "user": .string(line.name), "scopes": .strings(line.scopes.values),
                    "grantedAt": .string(line.grantedAt.rfc3339),
                ])
            }
            var result: JSONObject = ["people": .array(people)]
            if let organization = grants.organization {
                result["organization"] = .object([
                    "scopes": .strings(organization.scopes.values), "grantedBy": .string(organization.grantedBy),
                    "grantedAt": .string(organization.grantedAt.rfc3339),
                ])
            }
            options.print(result)
        }
    }
}

/// Takes back what an app was allowed.
struct RevokeGrantsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Take back what an app was allowed for everybody, or by one person; its refresh tokens end.")

    @OptionGroup var options: StoreOptions

    @Argument(help: "The id of the app.")
    var app: String

    @Option(help: ArgumentHelp("The sign-in name of the one person.", valueName: "name"))
    var user: String?

    func run() async throws {
        try await options.work { tools in
            let caller = try await tools.operatorCaller()
            guard let user else {
                try await RevokeGrants(tools).forOrganization(ID(app), by: caller)
                return
            }
            let grants = try await ListGrants(tools)(ID(app), by: caller)
            let name = UserPrincipalName.canonicalForm(ofTyped: user)
            guard let line = grants.people.first(where: { $0.name.lowercased() == name }) else {
                throw CommandFailure("`\(user)` allowed the app nothing")
            }
            try await RevokeGrants(tools).of(line.user, for: ID(app), by: caller)
        }
    }
}
