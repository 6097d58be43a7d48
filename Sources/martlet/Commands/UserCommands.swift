import ArgumentParser
import MartletActions
import MartletCredentials
import MartletDirectory

/// Works with users.
struct UserCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "users", abstract: "Work with users.",
        subcommands: [
            AddUserCommand.self, SetUserCommand.self, PassCommand.self, PerUserMFACommand.self, BlockMFACommand.self,
            UnblockMFACommand.self,
            ListMFABlocksCommand.self,
        ])
}

/// Adds a user.
struct AddUserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "add", abstract: "Add a user.")

    @OptionGroup var options: StoreOptions

    @Argument(help: ArgumentHelp("The sign-in name, in the organisation's domain.", valueName: "upn"))
    var name: String

    @Option(help: "The name that people see.")
    var displayName: String?

    @Option(help: "A role to hold, by its name or template id; may be repeated.")
    var role: [String] = []

    @Flag(help: "Read the password from the standard input; it stays until it is changed.")
    var passwordStdin = false

    @Flag(help: "Make a temporary password, to be replaced at the first sign-in (the default).")
    var temporaryPassword = false

    @Flag(help: "Register an authenticator app and recovery codes, and print them, once.")
    var totp = false

    func validate() throws {
        guard !(passwordStdin && temporaryPassword) else {
            throw ValidationError("--password-stdin and --temporary-password exclude each other")
        }
    }

    func run() async throws {
        let password = passwordStdin ? try? StandardInput.password() : nil
        try await options.work { tools in
            guard !passwordStdin || password != nil else {
                throw CommandFailure("a password is expected on the standard input")
            }
            let roles = try role.map { text in
                guard let role = DirectoryRole.find(named: text) else {
                    throw CommandFailure("there is no role `\(text)`")
                }
                return role
            }
            let caller = try await tools.operatorCaller()
            let added = try await AddUser(tools)(
                AddUser.Request(
                    userPrincipalName: name, displayName: displayName ?? String(name.prefix { $0 != "@" }),
                    role: roles.first?.id,
                    password: password.map { .given($0, isTemporary: false) } ?? .generatedTemporary,
                    registersAuthenticator: totp), by: caller)
            for role in roles.dropFirst() {
                _ = try await AssignRole(tools)(role.id, to: .user(added.user.id), by: caller)
            }
            options.print(result(added))
        }
    }

    private func result(_ added: AddUser.Added) -> JSONObject {
        var result: JSONObject = [
            "id": .string(added.user.id.rawValue), "tenantId": .string(added.user.tenant.rawValue),
            "userPrincipalName": .string(added.user.userPrincipalName.text),
        ]
        if let password = added.temporaryPassword { result["temporaryPassword"] = .string(password) }
        if let authenticator = added.authenticator {
            result["totpSecret"] = .string(authenticator.secretText)
            result["otpauthURI"] = .string(authenticator.uri)
            result["recoveryCodes"] = .strings(added.recoveryCodes)
        }
        return result
    }
}
