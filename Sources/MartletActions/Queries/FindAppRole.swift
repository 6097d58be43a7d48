import MartletDirectory
import MartletPolicy
import MartletStore

/// Finds a role of an app by the names that people know them by.
package struct FindAppRole: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// The app and its role of that value; Martlet's own API where no app is named. `nil` for any that there is not.
    ///
    /// `resource` is an app's id or one of its identifier URIs.
    /// - Throws: `ActionError.forbidden`; `StoreError`.
    package func callAsFunction(
        _ value: String, of resource: String?, by caller: Caller
    ) async throws -> (resource: ID<Application>, role: ID<AppRole>)? {
        let tenant = caller.tenant
        return try await tools.store.read { tables in
            try tables.permit(caller, to: .readDirectory)
            guard let resource else {
                return MartletScopes.find(value)?.role.map { (Application.martletAPI, $0) }
            }
            let id = ID<Application>(parsing: resource)
            let found =
                try id.map { try tables.applications.find($0, in: tenant) }
                ?? tables.applications.find(identifierURI: resource, in: tenant)
            guard let found, let role = found.settings.api.roles.first(where: { $0.value == value }) else { return nil }
            return (found.id, role.id)
        }
    }
}
