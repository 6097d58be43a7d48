import ArgumentParser
import Foundation
import MartletActions
import MartletCredentials
import MartletDirectory

/// Works with apps.
struct ApplicationCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apps", abstract: "Work with apps.",
        subcommands: [
            AddApplicationCommand.self, AllowApplicationCommand.self, AuthenticateApplicationCommand.self,
            TrustWorkloadCommand.self, ShowApplicationCommand.self, SetApplicationCommand.self,
            RegistrationTokenCommands.self, AppRoleCommands.self, GrantCommands.self,
        ])
}

/// Registers an app.
struct AddApplicationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "add", abstract: "Register an app.")

    @OptionGroup var options: StoreOptions

    @Argument(help: "The name that people see.")
    var name: String

    @Option(help: ArgumentHelp("Where codes may be sent; may be repeated.", valueName: "uri"))
    var redirectURI: [String] = []

    @Option(help: ArgumentHelp("Where people may be sent after signing out; may be repeated.", valueName: "uri"))
    var postLogoutRedirectURI: [String] = []

    @Flag(name: .customLong("public"), help: "An app that cannot keep a secret: on a phone, a desktop or in a page.")
    var isPublic = false

    @Flag(help: "Make a client secret and print it, once (the default for an app that is not public).")
    var secret = false

    @Option(help: ArgumentHelp("The app's certificate, in PEM.", valueName: "pem"))
    var certificate: String?

    @OptionGroup(title: "Where it is an API") var api: APIOptions

    @Flag(help: "Let the app use the device code grant.")
    var deviceCode = false

    @Flag(help: "The app manages something: everybody needs a second factor for it, always.")
    var management = false

    @Flag(help: "Ask each person for consent once, instead of agreeing for everybody now.")
    var askConsent = false

    @OptionGroup var settings: ApplicationOptions

    func validate() throws {
        guard !isPublic || (!secret && certificate == nil) else {
            throw ValidationError("a public app has neither a secret nor a certificate")
        }
        guard (redirectURI + postLogoutRedirectURI).allSatisfy({ !$0.isEmpty }) else {
            throw ValidationError("an address must not be empty")
        }
    }

    func run() async throws {
        try await options.work { tools in
            let pem = try certificate.map { path in
                guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
                    throw CommandFailure("the certificate `\(path)` cannot be read")
                }
                return text
            }
            let caller = try await tools.operatorCaller()
            let registered = try await RegisterApplication(tools)(
                ApplicationDetails(
                    displayName: name, redirectURIs: redirectURI, postLogoutRedirectURIs: postLogoutRedirectURI,
                    isManagement: management, allowsPasswordGrant: settings.passwordGrant ?? false,
                    allowsDeviceCode: deviceCode,
                    consentMode: askConsent ? .eachUser : .organization),
                kind: isPublic ? .public : .confidential,
                settings: try settings.change(), makesSecret: secret || (!isPublic && certificate == nil),
                certificatePEM: pem, by: caller)
            if !api.offer.isEmpty { try await OfferAPI(tools)(registered.application.id, api.offer, by: caller) }
            let tenant = registered.application.tenant
            var result: JSONObject = [
                "id": .string(registered.application.id.rawValue),
                "clientId": .string(registered.application.id.rawValue), "tenantId": .string(tenant.rawValue),
                "displayName": .string(registered.application.displayName),
                "redirectURIs": .strings(registered.application.redirectURIs),
            ]
            if let secret = registered.clientSecret { result["clientSecret"] = .string(secret) }
            options.print(result)
        }
    }
}
