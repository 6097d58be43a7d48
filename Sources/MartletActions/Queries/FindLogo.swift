import MartletDirectory
import MartletStore

/// Finds the picture of an app, for the pages of a sign-in; everybody may see it.
package struct FindLogo: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// The picture of an app that is on; `nil` where there is none.
    /// - Throws: `StoreError`.
    package func callAsFunction(_ clientID: String) async throws -> PresentationSettings.Logo? {
        guard let id = ID<Application>(parsing: clientID) else { return nil }
        return try await tools.store.read { tables in
            guard let application = try tables.applications.find(id), application.isEnabled else { return nil }
            return application.settings.presentation.logo
        }
    }
}
