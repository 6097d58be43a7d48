import MartletDirectory
import MartletPolicy
import MartletStore

/// Whether the pages of an origin may read what an app is answered: only those to which the app has people sent (N-R18).
package struct AllowedOrigin: Sendable {
    let tools: Tools

    /// The action on a set of tools.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Judges an `Origin` header against the redirect URIs of the app that a request says it is of.
    /// - Throws: `StoreError`.
    package func callAsFunction(_ origin: String, clientID: String) async throws -> Bool {
        guard let id = ID<Application>(parsing: clientID) else { return false }
        let application = try await tools.store.read { try $0.applications.find(id) }
        guard let application, application.isEnabled else { return false }
        return RedirectURICheck.isOrigin(origin, of: application.redirectURIs)
    }
}
