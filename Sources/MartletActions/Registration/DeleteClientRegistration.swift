import MartletDirectory
import MartletStore

/// Lets an app take itself out (RFC 7592 section 2.3).
package struct DeleteClientRegistration: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Deletes the app with its secrets, consents, codes and refresh tokens.
    /// - Throws: `RegistrationError.invalidToken`, `.forbidden`; `StoreError`.
    package func callAsFunction(
        _ clientID: String, in organization: String, token: String?, from origin: Origin
    ) async throws {
        let at = tools.now
        let before = try await tools.store.read { tables in
            try tables.registered(clientID, of: organization, token: token)
        }
        let caller = tools.registrationCaller(in: before.tenant.id, from: origin)
        try await tools.change(.applicationDeleted, by: caller) { tables, log in
            let application = try tables.registered(clientID, of: organization, token: token).application
            log.on(application)
            log.set("displayName", from: application.displayName, to: nil)
            _ = try tables.refreshFamilies.revokeAll(of: application.id, at: at)
            guard try tables.applications.delete(application.id, in: application.tenant) else {
                throw RegistrationError.invalidToken
            }
        }
    }
}
