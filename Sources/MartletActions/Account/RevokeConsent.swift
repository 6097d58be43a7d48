import MartletDirectory
import MartletStore

/// Takes back what a person allowed an app.
package struct RevokeConsent: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Deletes the consent and revokes the refresh tokens that the app holds for the person.
    /// - Throws: `ActionError.notFound`; `StoreError`.
    package func callAsFunction(_ id: ID<Application>, by caller: Caller) async throws {
        let at = tools.now
        try await tools.change(.consentRevoked, by: caller) { tables, log in
            let user = try tables.own(caller, at: at).user
            log.on(user)
            guard let consent = try tables.consents.find(user.id, application: id), consent.tenant == caller.tenant,
                try tables.consents.delete(user.id, application: id)
            else { throw ActionError.notFound("consent") }
            if let application = try tables.applications.find(id, in: caller.tenant) { log.on(application) }
            log.set("scopes", from: consent.scopes.description, to: nil)
            _ = try tables.refreshFamilies.revokeAll(user.id, application: id, at: at)
        }
    }
}
