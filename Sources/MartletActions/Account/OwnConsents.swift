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
        /// What was allowed.
        package let scopes: ScopeSet
        /// When it was last agreed to.
        package let grantedAt: Timestamp
    }

    /// The consents by name of the app.
    /// - Throws: `ActionError.notFound`; `StoreError`.
    package func callAsFunction(by caller: Caller) async throws -> [Line] {
        let at = tools.now
        return try await tools.store.read { tables in
            let user = try tables.own(caller, at: at).user
            let lines = try tables.consents.list(user.id).map { consent in
                Line(
                    application: consent.application,
                    displayName: try tables.applications.find(consent.application, in: caller.tenant)?.displayName
                        ?? "",
                    scopes: consent.scopes, grantedAt: consent.grantedAt)
            }
            return lines.sorted { $0.displayName.lowercased() < $1.displayName.lowercased() }
        }
    }
}
