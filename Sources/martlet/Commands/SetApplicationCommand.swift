import ArgumentParser
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy

/// Changes the settings of an app.
struct SetApplicationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "set", abstract: "Change the settings of an app.")

    @OptionGroup var options: StoreOptions

    @Argument(help: "The client id.")
    var id: String

    @OptionGroup(title: "Where it is an API") var api: APIOptions

    @OptionGroup var settings: ApplicationOptions

    @Option(
        help: ArgumentHelp(
            "The authentication strength that it demands: none, mfa, passwordless, phishing-resistant, or one of your own.",
            valueName: "strength"))
    var strength: String?

    func run() async throws {
        try await options.work { tools in
            let (id, caller) = (try id.applicationID, try await tools.operatorCaller())
            let (change, demand) = (try settings.change(), try await demand(tools, by: caller))
            var application = try await EditApplicationSettings(tools)(id, by: caller) { settings in
                change(&settings)
                if let demand { settings.requiredStrength = demand.id }
            }
            if let allows = settings.passwordGrant, allows != application.allowsPasswordGrant {
                var details = ApplicationDetails(of: application)
                details.allowsPasswordGrant = allows
                try await EditApplication(tools)(id, details, by: caller)
                application.allowsPasswordGrant = allows
            }
            if !api.offer.isEmpty { application = try await OfferAPI(tools)(id, api.offer, by: caller) }
            options.print(application.listing)
        }
    }

    private struct Demand: Sendable { let id: ID<CustomStrength>? }

    /// What `--strength` says; `nil` where it says nothing.
    private func demand(_ tools: Tools, by caller: Caller) async throws -> Demand? {
        guard let strength else { return nil }
        guard strength != "none" else { return Demand(id: nil) }
        guard let found = try await FindStrength(tools)(strength, by: caller) else {
            throw CommandFailure("there is no authentication strength `\(strength)`")
        }
        return Demand(id: ID(found.id.rawValue))
    }
}

/// Shows one app.
struct ShowApplicationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show an app and its settings.")

    @OptionGroup var options: StoreOptions

    @Argument(help: "The client id.")
    var id: String

    func run() async throws {
        try await options.work { tools in
            let detail = try await ApplicationDetail(tools)(try id.applicationID, by: try await tools.operatorCaller())
            options.print(detail.application.listing)
        }
    }
}

extension String {
    /// The client id that somebody typed.
    fileprivate var applicationID: ID<Application> {
        get throws {
            guard let id = ID<Application>(parsing: self) else { throw CommandFailure("`\(self)` is not a client id") }
            return id
        }
    }
}

extension Application {
    /// What the commands print of an app.
    var listing: JSONObject {
        var result: JSONObject = [
            "clientId": .string(id.rawValue), "tenantId": .string(tenant.rawValue), "displayName": .string(displayName),
            "kind": .string(kind.rawValue), "enabled": .bool(isEnabled), "redirectURIs": .strings(redirectURIs),
            "postLogoutRedirectURIs": .strings(postLogoutRedirectURIs),
            "identifierURIs": .strings(settings.api.identifierURIs),
            "scopes": .strings(settings.api.scopes.map(\.value)),
            "appRoles": .array(
                settings.api.roles.map { role in
                    .object([
                        "id": .string(role.id.rawValue), "value": .string(role.value),
                        "holders": .strings(role.holders.map(\.rawValue)),
                    ])
                }),
            "assignmentRequired": .bool(settings.api.requiresAssignment),
            "readsEveryToken": .bool(settings.api.readsEveryToken),
            "mailServer": .bool(settings.api.isMailServer),
            "passwordGrant": .bool(allowsPasswordGrant),
            "clientCredentials": .bool(settings.grants.allowsClientCredentials),
            "onBehalfOf": .bool(settings.grants.allowsOnBehalfOf),
            "tokenExchange": .bool(settings.grants.allowsTokenExchange),
            "signing": .string(settings.tokens.idTokenAlgorithm.rawValue),
            "pairwise": .bool(settings.tokens.subjectType == .pairwise),
            "pushedRequests": .bool(settings.requests.requiresPushing),
            "signedRequests": .bool(settings.requests.requiresSigning),
            "dpop": .bool(settings.authentication.requiresDPoP), "fapi": .bool(settings.authentication.isFAPI),
            "boundToCertificate": .bool(settings.authentication.bindsTokensToCertificate),
        ]
        let texts = [
            ("authentication", settings.authentication.method?.rawValue),
            ("jwksURI", settings.authentication.keySetURI), ("backChannelLogout", settings.logout.backChannelURI),
            ("requiredStrength", settings.requiredStrength?.rawValue),
            ("frontChannelLogout", settings.logout.frontChannelURI), ("publisher", settings.presentation.publisher),
        ]
        for case (let name, let text?) in texts { result[name] = .string(text) }
        return result
    }
}
