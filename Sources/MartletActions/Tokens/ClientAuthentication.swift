import MartletCredentials
import MartletDirectory
import MartletStore

extension Tables {
    /// Authenticates the app of a token request (RFC 6749 section 2.3, RFC 9700 section 2.5).
    ///
    /// Exactly one method counts: two at once, a secret from a public app, or none from a confidential one are refused
    /// alike (A184). An unknown app is told the same as a wrong secret or assertion (A093). An assertion is for one of
    /// `audiences`, and names the app where nothing else does.
    func authenticateClient(
        _ request: TokenRequest, in tenant: Tenant, audiences: Set<String>, at: Timestamp
    ) throws -> AuthenticatedClient {
        guard !request.hasUnreadableAuthorization else { throw OAuthError.invalidClient }
        let assertion = try request.clientAssertion()
        let posted = request.value("client_secret")
        let named = request.value("client_id")
        guard request.basic == nil || posted == nil else { throw OAuthError("invalid_client", 7_000_215, status: 401) }
        if let basic = request.basic, let named, basic.clientID != named { throw OAuthError.invalidClient }
        guard let clientID = request.basic?.clientID ?? named ?? assertion?.unverifiedSubject else {
            throw OAuthError("invalid_client", 900_144, status: 401)
        }
        let secret = request.basic?.secret ?? posted
        guard let id = ID<Application>(parsing: clientID), let application = try applications.find(id, in: tenant.id)
        else {
            guard assertion == nil else { throw OAuthError.unprovenAssertion }
            throw secret == nil ? OAuthError("invalid_client", 7_000_218, status: 401) : .invalidClient
        }
        if let assertion {
            let oneTime = try check(assertion, of: application, audiences: audiences, at: at)
            return AuthenticatedClient(application: try enabled(application), oneTime: oneTime)
        }
        switch (application.kind, secret) {
        case (.public, nil): break
        case (.public, .some(let secret)) where secret.isEmpty: break
        case (.public, .some): throw OAuthError("invalid_client", 700_025, status: 401)
        case (.confidential, nil): throw OAuthError("invalid_client", 7_000_218, status: 401)
        case (.confidential, .some(let secret)):
            try checkSecret(secret, of: application, at: at)
        }
        return AuthenticatedClient(application: try enabled(application), oneTime: nil)
    }

    private func enabled(_ application: Application) throws -> Application {
        guard application.isEnabled else { throw OAuthError("unauthorized_client", 7_000_112) }
        return application
    }

    private func checkSecret(_ secret: String, of application: Application, at: Timestamp) throws {
        guard let token = OpaqueToken.parse(secret, .clientSecret) else { throw OAuthError.invalidClient }
        var matched: ClientCredential?
        for credential in try clientCredentials.list(application.id) where credential.kind == .secret {
            if ConstantTime.areEqual(credential.digest, token.digest) { matched = credential }
        }
        guard let matched else { throw OAuthError.invalidClient }
        if let end = matched.expiresAt, end <= at { throw OAuthError("invalid_client", 7_000_222, status: 401) }
    }
}
