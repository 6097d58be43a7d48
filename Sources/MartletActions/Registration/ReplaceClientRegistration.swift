import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// Lets an app replace its metadata (RFC 7592 section 2.2).
package struct ReplaceClientRegistration: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Members that the server says and no client does (RFC 7592 section 2.2).
    private static let serversOwn = [
        "registration_access_token", "registration_client_uri", "client_secret_expires_at", "client_id_issued_at",
    ]

    /// Replaces the metadata and the token. Where name or redirect addresses change, everybody is asked for consent
    /// again: they agreed to another app (A194).
    /// - Throws: `RegistrationError`; `StoreError`.
    package func callAsFunction(
        _ object: JSONObject, of clientID: String, in organization: String, token text: String?, from origin: Origin
    ) async throws -> ClientRegistration {
        let at = tools.now
        let before = try await tools.store.read { tables in
            try tables.registered(clientID, of: organization, token: text)
        }
        for name in Self.serversOwn where object[name] != nil { throw RegistrationError.metadata(name) }
        guard object.string("client_id") == before.application.id.rawValue else {
            throw RegistrationError.metadata("client_id")
        }
        let metadata = try ClientMetadata(object)
        try check(metadata, against: before.application)
        let logo = try await tools.fetch(for: metadata, before: before.application.settings.presentation)
        let token = tools.newToken(.registration)
        let secret = tools.newClientSecret(
            for: before.application.id, in: before.tenant.id, at: at, expiresAt: nil)
        let caller = tools.registrationCaller(in: before.tenant.id, from: origin)
        return try await tools.change(.applicationUpdated, by: caller) { tables, log in
            // Again, with the row in hand: of two at one time the second one comes with a token that is gone.
            let application = try tables.registered(clientID, of: organization, token: text).application
            log.on(application)
            try check(metadata, against: application)
            try tables.checkSecret(object, of: application)
            var changed = metadata.merged(into: application)
            changed.settings.registration?.tokenDigest = Hexadecimal.text(of: token.digest)
            if let logo { changed.settings.presentation.logo = logo }
            if changed.displayName != application.displayName || changed.redirectURIs != application.redirectURIs {
                changed.consentMode = .eachUser
                _ = try tables.consents.deleteAll(of: application.id, in: application.tenant)
                _ = try tables.organizationConsents.delete(application.id)
            }
            log.noteRegistration(from: application, to: changed)
            try tables.applications.update(changed)
            let isNew = try tables.keepSecrets(of: changed, or: secret, log: &log)
            return ClientRegistration(
                application: changed, token: token.text, clientSecret: isNew ? secret.text : nil)
        }
    }

    /// A registration never becomes public, and never gets back a grant that was taken from it (A196).
    private func check(_ metadata: ClientMetadata, against application: Application) throws {
        guard metadata.kind == application.kind else {
            throw RegistrationError.metadata("token_endpoint_auth_method")
        }
        guard !metadata.wantsRefreshTokens || application.settings.grants.allowsRefreshTokens else {
            throw RegistrationError.metadata("grant_types")
        }
    }
}

extension Tables {
    /// RFC 7592 section 2.2: a secret that comes along must be the app's own.
    fileprivate func checkSecret(_ object: JSONObject, of application: Application) throws {
        guard object["client_secret"] != nil else { return }
        let token = object.string("client_secret").flatMap { OpaqueToken.parse($0, .clientSecret) }
        let known = try clientCredentials.list(application.id).contains { credential in
            credential.kind == .secret && token.map { ConstantTime.areEqual(credential.digest, $0.digest) } == true
        }
        guard known else { throw RegistrationError.metadata("client_secret") }
    }

    /// Gives an app whose method wants a secret one if it has none, and takes the secrets of one that wants none.
    fileprivate func keepSecrets(
        of application: Application, or secret: NewClientSecret, log: inout ChangeLog
    ) throws -> Bool {
        let held = try clientCredentials.list(application.id).filter { $0.kind == .secret }
        switch application.settings.authentication.method {
        case .clientSecretBasic, .clientSecretPost, nil:
            guard held.isEmpty else { return false }
            try clientCredentials.insert(secret.credential)
            log.set("credential", from: nil, to: "secret \(secret.credential.hint)")
            return true
        case .privateKeyJWT, .tlsClientAuth, .selfSignedTLSClientAuth, ClientAuthenticationSettings.Method.none?:
            for credential in held {
                _ = try clientCredentials.delete(credential.id, of: application.id)
                log.set("credential", from: "secret \(credential.hint)", to: nil)
            }
            return false
        }
    }
}
