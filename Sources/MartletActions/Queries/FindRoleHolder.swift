import MartletDirectory
import MartletPolicy
import MartletStore

/// Finds whom an administrator means who types a name.
package struct FindRoleHolder: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// A user by sign-in name, or a group or an app by its whole name if there is one of it; anything by its identifier.
    /// - Throws: `ActionError.invalid` naming `holder`, `.forbidden`; `StoreError`.
    package func callAsFunction(_ typed: String, by caller: Caller) async throws -> AppRoleAssignment.Principal {
        let tenant = caller.tenant
        return try await tools.store.read { tables in
            try tables.permit(caller, to: .readDirectory)
            let found: [AppRoleAssignment.Principal]
            if let name = UserPrincipalName(parsing: typed) {
                found = try tables.users.find(upn: name, in: tenant).map { [.user($0.id)] } ?? []
            } else if let id = ID<User>(parsing: typed)?.rawValue {
                found = [
                    try tables.users.find(ID(id), in: tenant).map { .user($0.id) },
                    try tables.groups.find(ID(id), in: tenant).map { .group($0.id) },
                    try tables.applications.find(ID(id), in: tenant).map { .application($0.id) },
                ].compactMap(\.self)
            } else {
                let groups = try tables.groups.list(in: tenant, matching: typed, limit: 20).items
                let apps = try tables.applications.list(in: tenant, matching: typed, limit: 20).items
                found =
                    groups.filter { $0.displayName == typed }.map { .group($0.id) }
                    + apps.filter { $0.displayName == typed }.map { .application($0.id) }
            }
            guard found.count == 1, let principal = found.first else {
                throw ActionError.invalid([FieldProblem("holder", .unknown)])
            }
            return principal
        }
    }
}
