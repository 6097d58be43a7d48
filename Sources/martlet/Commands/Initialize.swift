import ArgumentParser
import MartletActions
import MartletCredentials
import MartletDirectory

/// Sets up the organisation without a browser.
struct Initialize: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Set up the organisation and its first Global Administrator.",
        discussion: "Prints the administrator's authenticator secret and recovery codes, once.")

    @OptionGroup var options: StoreOptions

    @Option(help: "The organisation's name.")
    var organization: String

    @Option(help: "The organisation's domain.")
    var domain: String

    @Option(help: ArgumentHelp("The administrator's sign-in name, in that domain.", valueName: "upn"))
    var admin: String

    @Option(help: "The administrator's name.")
    var displayName: String?

    @Flag(help: "Read the administrator's password from the standard input.")
    var passwordStdin = false

    func validate() throws {
        guard passwordStdin else {
            throw ValidationError("--password-stdin is needed: a password is never an argument")
        }
    }

    func run() async throws {
        let password = try? StandardInput.password()
        try await options.work(makesStore: true) { tools in
            guard let password else { throw CommandFailure("a password is expected on the standard input") }
            let done = try await InitializeOrganization(tools)(
                SetUpRequest(
                    organizationName: organization, domain: domain,
                    displayName: displayName ?? String(admin.prefix { $0 != "@" }), userName: admin,
                    password: password))
            options.print([
                "tenantId": .string(done.tenant.id.rawValue), "id": .string(done.user.id.rawValue),
                "userPrincipalName": .string(done.user.userPrincipalName.text),
                "totpSecret": .string(done.authenticator.secretText),
                "otpauthURI": .string(done.authenticator.uri),
                "recoveryCodes": .strings(done.recoveryCodes),
            ])
        }
    }
}
