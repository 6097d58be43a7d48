import MartletCredentials
import MartletDirectory
import MartletStore

/// An app's registration as the app is told of it (RFC 7591 section 3.2.1, RFC 7592 section 3).
package struct ClientRegistration: Sendable {
    /// The app; its id is the `client_id`.
    package let application: Application
    /// The token by which the app reads and changes its registration.
    package let token: String
    /// The client secret where one was made now; it is shown this once.
    package let clientSecret: String?
}

extension Tables {
    /// The app that a registration access token opens.
    ///
    /// An unknown organisation, an unknown app, one that did not register itself and a wrong token are told alike
    /// (RFC 7592 section 2).
    /// - Throws: `RegistrationError.invalidToken`; `.forbidden` for an app that is disabled (A196); `StoreError`.
    func registered(
        _ clientID: String, of organization: String, token: String?
    ) throws -> (tenant: Tenant, application: Application) {
        guard let token = token.flatMap({ OpaqueToken.parse($0, .registration) }),
            let tenant = try tenant(named: organization), let id = ID<Application>(parsing: clientID),
            let application = try applications.find(id, in: tenant.id),
            let registration = application.settings.registration,
            ConstantTime.areEqual(registration.tokenDigest, Hexadecimal.text(of: token.digest))
        else { throw RegistrationError.invalidToken }
        guard application.isEnabled else { throw RegistrationError.forbidden }
        return (tenant, application)
    }
}

extension Tools {
    /// An app as a caller: its changes are Martlet's own, and the record names the app as what they are about.
    func registrationCaller(in tenant: ID<Tenant>, from origin: Origin) -> Caller {
        Caller(
            identity: .system, tenant: tenant, address: origin.address, correlationID: newCorrelationID())
    }
}

extension ChangeLog {
    /// Notes what of an app its metadata changed.
    mutating func noteRegistration(from before: Application?, to after: Application) {
        set("displayName", from: before?.displayName, to: after.displayName)
        set(
            "redirectUris", from: before?.redirectURIs.joined(separator: " "),
            to: after.redirectURIs.joined(separator: " "))
        set(
            "postLogoutRedirectUris", from: before?.postLogoutRedirectURIs.joined(separator: " "),
            to: after.postLogoutRedirectURIs.joined(separator: " "))
        let (old, new) = (before?.settings, after.settings)
        set(
            "tokenEndpointAuthMethod", from: old?.authentication.method?.rawValue,
            to: new.authentication.method?.rawValue)
        set("jwksUri", from: old?.authentication.keySetURI, to: new.authentication.keySetURI)
        set("jwks", from: keyNames(old), to: keyNames(new))
        set("subjectType", from: old?.tokens.subjectType.rawValue, to: new.tokens.subjectType.rawValue)
        set("backchannelLogoutUri", from: old?.logout.backChannelURI, to: new.logout.backChannelURI)
        set(
            "allowsRefreshTokens", from: old.map { String($0.grants.allowsRefreshTokens) },
            to: String(new.grants.allowsRefreshTokens))
    }

    private func keyNames(_ settings: ApplicationSettings?) -> String? {
        guard let text = settings?.authentication.keySet, let set = try? JSONWebKeySet(json: text) else { return nil }
        return set.keys.map(\.thumbprint).joined(separator: " ")
    }
}
