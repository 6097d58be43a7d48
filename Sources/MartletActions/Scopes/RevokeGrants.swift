import MartletDirectory
import MartletPolicy
import MartletStore

/// Takes back what an app was allowed, and with it the refresh tokens that rest on it (A161).
package struct RevokeGrants: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Takes back what was allowed for everybody.
    /// - Throws: `ActionError.forbidden`, `.notFound`; `StoreError`.
    package func forOrganization(_ id: ID<Application>, by caller: Caller) async throws {
        let at = tools.now
        try await tools.change(.organizationConsentRevoked, by: caller) { tables, log in
            let application = try tables.existingApplication(id, in: caller.tenant)
            log.on(application)
            try tables.permit(caller, to: .consentForOrganization)
            guard let consent = try tables.organizationConsents.find(id), try tables.organizationConsents.delete(id)
            else { throw ActionError.notFound("consent") }
            log.set("scopes", from: consent.scopes.description, to: nil)
            try tables.refreshFamilies.revokeAll(of: id, at: at)
        }
    }

    /// Takes back what one person allowed.
    /// - Throws: `ActionError.forbidden`, `.notFound`; `StoreError`.
    package func of(_ user: ID<User>, for id: ID<Application>, by caller: Caller) async throws {
        let at = tools.now
        try await tools.change(.consentRevoked, by: caller) { tables, log in
            let application = try tables.existingApplication(id, in: caller.tenant)
            log.on(application)
            try tables.permit(caller, to: .consentForOrganization)
            guard let consent = try tables.consents.find(user, application: id), consent.tenant == caller.tenant,
                try tables.consents.delete(user, application: id)
            else { throw ActionError.notFound("consent") }
            if let person = try tables.users.find(user, in: caller.tenant) { log.on(person) }
            log.set("scopes", from: consent.scopes.description, to: nil)
            try tables.refreshFamilies.revokeAll(user, application: id, at: at)
        }
    }
}
