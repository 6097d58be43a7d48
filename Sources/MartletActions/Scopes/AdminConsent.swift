import MartletDirectory
import MartletPolicy
import MartletStore

/// Admin consent: an administrator agrees for everybody to what an app asks for, away from any sign-in to the app.
package struct AdminConsent: Sendable {
    let tools: Tools

    /// The action on a set of tools.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// What an administrator is asked.
    package struct Request: Sendable, Equatable {
        /// The app's id as it was sent.
        package var clientID: String
        /// The scopes, separated by spaces; empty for what the app was configured for.
        package var scope: String
        /// Where the answer is to go; `nil` for a page of Martlet's own.
        package var redirectURI: String?

        /// A request with every field given.
        package init(clientID: String, scope: String, redirectURI: String?) {
            self.clientID = clientID
            self.scope = scope
            self.redirectURI = redirectURI
        }
    }

    /// What the page shows.
    /// - Throws: `ActionError.forbidden`, `.notFound` for an unknown app or an address that it did not register,
    ///   `.invalid` where nothing of what is asked for is there; `StoreError`.
    package func asking(_ request: Request, by caller: Caller) async throws -> ConsentAsking {
        let publicURL = tools.publicURL
        return try await tools.store.read { tables in
            try tables.permit(caller, to: .consentForOrganization)
            return try tables.adminAsking(request, tenant: caller.tenant, publicURL: publicURL)
        }
    }

    /// Agrees to exactly what `digest` names.
    /// - Throws: as `asking`; `ActionError.conflict(.changedMeanwhile)` where it is not what was shown (A194).
    package func grant(_ request: Request, digest: String, by caller: Caller) async throws {
        let at = tools.now
        try await tools.store.write { tables in
            try tables.permit(caller, to: .consentForOrganization)
            let asking = try tables.adminAsking(request, tenant: caller.tenant, publicURL: tools.publicURL)
            guard asking.digest == digest else { throw ActionError.conflict(.changedMeanwhile) }
            guard let application = try tables.applications.find(asking.application, in: caller.tenant) else {
                throw ActionError.notFound("app")
            }
            let scopes = ScopeSet((asking.asked + asking.agreedForAll).map(\.scope))
            try tools.agreeForAll(to: scopes, of: application, by: caller, at: at, in: tables)
        }
    }
}

extension Tables {
    fileprivate func adminAsking(
        _ request: AdminConsent.Request, tenant: ID<Tenant>, publicURL: PublicURL
    ) throws -> ConsentAsking {
        guard let id = ID<Application>(parsing: request.clientID),
            let application = try applications.find(id, in: tenant), application.isEnabled
        else { throw ActionError.notFound("app") }
        if let uri = request.redirectURI, !RedirectURICheck.matches(uri, registered: application.redirectURIs) {
            throw ActionError.notFound("redirect URI")
        }
        guard request.scope.utf8.count <= AuthorizeRequestCheck.longestScope else {
            throw ActionError.invalid([FieldProblem("scope", .tooLong)])
        }
        let asked = request.scope.isEmpty ? application.settings.requiredScopes : ScopeSet(stored: request.scope).values
        let wish = try wish(
            ScopeSet(asked.isEmpty ? [ScopeToken.everything] : asked), of: application, in: tenant,
            own: publicURL.ownIdentifiers)
        guard !wish.isEmpty else { throw ActionError.invalid([FieldProblem("scope", .unknown)]) }
        let granted = try organizationConsents.find(id)?.scopes ?? ScopeSet([String]())
        let all = wish.openID.map { ScopeWords(scope: $0) } + wish.items.map { ScopeWords($0) }
        let presentation = application.settings.presentation
        return ConsentAsking(
            application: id, applicationName: application.displayName, publisher: presentation.publisher,
            homepageURI: presentation.homepageURI,
            appearance: ApplicationAppearance(application), redirectURI: request.redirectURI ?? "",
            asked: all.filter { !granted.contains($0.scope) }, administrative: [], agreed: [], agreedAt: nil,
            agreedForAll: all.filter { granted.contains($0.scope) }, decider: .organization)
    }
}
