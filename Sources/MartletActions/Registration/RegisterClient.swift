import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// Lets an app register itself, with an initial access token that an administrator made (RFC 7591 section 3; A196).
///
/// Such an app can sign people in and refresh, and asks each of them for consent. Nothing that it says makes it a
/// management app, lets it use passwords or device codes, or gives it a grant of its own.
package struct RegisterClient: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Registers the app and spends one use of the token, in one transaction.
    /// - Throws: `RegistrationError`; `StoreError`.
    package func callAsFunction(
        _ object: JSONObject, in organization: String, token text: String?, from origin: Origin
    ) async throws -> ClientRegistration {
        let at = tools.now
        let (tenant, permission) = try await permission(text, in: organization, at: at)
        let metadata = try ClientMetadata(object)
        let logo = try await tools.fetch(for: metadata)
        let id = tools.ambient.newID(of: Application.self)
        let token = tools.newToken(.registration)
        let needsSecret = metadata.method == .clientSecretBasic || metadata.method == .clientSecretPost
        let secret = needsSecret ? tools.newClientSecret(for: id, in: tenant, at: at, expiresAt: nil) : nil
        var settings = ApplicationSettings()
        settings.grants.allowsClientCredentials = false
        settings.grants.allowsOnBehalfOf = false
        settings.grants.allowsTokenExchange = false
        settings.registration = DynamicRegistration(
            tokenDigest: Hexadecimal.text(of: token.digest), initialToken: permission.name)
        var application = metadata.merged(
            into: Application(
                id: id, tenant: tenant, displayName: ClientMetadata.standInName(metadata.redirectURIs),
                kind: metadata.kind, redirectURIs: [], consentMode: .eachUser, settings: settings, createdAt: at))
        application.settings.presentation.logo = logo
        let caller = tools.registrationCaller(in: tenant, from: origin)
        return try await tools.change(.applicationAdded, by: caller) { [application] tables, log in
            guard try tables.initialAccessTokens.spend(hash: permission.hash, in: tenant, at: at) else {
                throw RegistrationError.invalidToken
            }
            log.on(application)
            log.set("initialAccessToken", from: nil, to: permission.name)
            log.noteRegistration(from: nil, to: application)
            try tables.applications.insert(application)
            if let secret {
                try tables.clientCredentials.insert(secret.credential)
                log.set("credential", from: nil, to: "secret \(secret.credential.hint)")
            }
            return ClientRegistration(application: application, token: token.text, clientSecret: secret?.text)
        }
    }

    /// The permission that a token stands for, while it works.
    private func permission(
        _ text: String?, in organization: String, at: Timestamp
    ) async throws -> (ID<Tenant>, InitialAccessToken) {
        try await tools.store.read { tables in
            guard let tenant = try tables.tenant(named: organization) else { throw RegistrationError.noOrganization }
            guard let token = text.flatMap({ OpaqueToken.parse($0, .initialAccess) }),
                let found = try tables.initialAccessTokens.find(hash: token.digest, in: tenant.id),
                found.usesLeft > 0, found.expiresAt > at
            else { throw RegistrationError.invalidToken }
            return (tenant.id, found)
        }
    }
}
