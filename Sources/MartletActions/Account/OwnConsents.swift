import MartletDirectory
import MartletStore

/// Shows a person which apps they allowed what.
package struct OwnConsents: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// One app.
    package struct Line: Sendable, Equatable {
        /// The app.
        package let application: ID<Application>
        /// Its name.
        package let displayName: String
        /// What was allowed, in words where an API has some.
        package let scopes: [ScopeWords]
        /// When it was last agreed to.
        package let grantedAt: Timestamp
    }

    /// The consents by name of the app.
    /// - Throws: `ActionError.notFound`; `StoreError`.
    package func callAsFunction(by caller: Caller) async throws -> [Line] {
        let at = tools.now
        return try await tools.store.read { tables in
            let user = try tables.own(caller, at: at).user
            let lines = try tables.consents.list(user.id).map { consent -> Line in
                let application = try tables.applications.find(consent.application, in: caller.tenant)
                let words = try application.map { try tables.words(for: consent.scopes, of: $0, in: caller.tenant) }
                return Line(
                    application: consent.application, displayName: application?.displayName ?? "",
                    scopes: words ?? [], grantedAt: consent.grantedAt)
            }
            return lines.sorted { $0.displayName.lowercased() < $1.displayName.lowercased() }
        }
    }
}
