import MartletDirectory
import MartletStore

/// Shows an app its own registration (RFC 7592 section 2.1).
package struct ReadClientRegistration: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// The registration; the token stays as it is, and no secret is shown again.
    /// - Throws: `RegistrationError.invalidToken`, `.forbidden`; `StoreError`.
    package func callAsFunction(
        _ clientID: String, in organization: String, token: String?
    ) async throws -> ClientRegistration {
        try await tools.store.read { tables in
            let found = try tables.registered(clientID, of: organization, token: token)
            return ClientRegistration(application: found.application, token: token ?? "", clientSecret: nil)
        }
    }
}
