import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// Registers an app that signs people in through Martlet.
package struct RegisterApplication: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// What was registered, with what is shown once.
    package struct Registered: Sendable {
        /// The app; its id is the `client_id`.
        package let application: Application
        /// The client secret, if one was asked for.
        package let clientSecret: String?
    }

    /// Registers the app, with a secret or a certificate if asked for; a public app keeps neither
    /// (RFC 6749 section 2.1). `allowsTokenExchange` lets it exchange tokens that are sent to it (RFC 8693).
    /// - Throws: `ActionError.invalid` naming the fields of `ApplicationDetails` and of the settings, `secret` or
    ///   `certificate`; `.forbidden`; `StoreError`.
    package func callAsFunction(
        _ details: ApplicationDetails, kind: Application.Kind,
        settings change: @escaping @Sendable (inout ApplicationSettings) -> Void = { _ in }, makesSecret: Bool = false,
        certificatePEM: String? = nil, allowsTokenExchange: Bool = false, by caller: Caller
    ) async throws -> Registered {
        let at = tools.now
        let id = tools.ambient.newID(of: Application.self)
        var problems = FieldChecks()
        if kind == .public, makesSecret { problems.found(.notAllowed, in: "secret") }
        if kind == .public, certificatePEM != nil { problems.found(.notAllowed, in: "certificate") }
        let refusals = problems
        let secret = makesSecret ? tools.newClientSecret(for: id, in: caller.tenant, at: at, expiresAt: nil) : nil
        let certificate = try certificatePEM.map { pem in
            try tools.certificate(pem, for: id, in: caller.tenant, at: at)
        }
        return try await tools.change(.applicationAdded, by: caller) { tables, log in
            try tables.permit(caller, to: .manageApplications)
            try refusals.done()
            let clean = try details.checked(for: kind)
            var application = clean.applied(
                to: Application(
                    id: id, tenant: caller.tenant, displayName: "", kind: kind, redirectURIs: [], createdAt: at))
            log.on(application)
            var wanted = application.settings
            wanted.grants.allowsTokenExchange = allowsTokenExchange
            change(&wanted)
            application.settings = try wanted.checked(
                for: application, domain: try tables.organization(of: caller).domain,
                own: tools.publicURL.ownIdentifiers
            ) { uri in try tables.applications.find(identifierURI: uri, in: caller.tenant) == nil }
            clean.note(in: &log, before: nil)
            application.settings.note(in: &log, before: ApplicationSettings())
            log.set("publicClient", from: nil, to: String(kind == .public))
            try tables.applications.insert(application)
            for credential in [secret?.credential, certificate].compactMap(\.self) {
                try tables.clientCredentials.insert(credential)
                log.set("credential", from: nil, to: "\(credential.kind.rawValue) \(credential.hint)")
            }
            return Registered(application: application, clientSecret: secret?.text)
        }
    }
}
