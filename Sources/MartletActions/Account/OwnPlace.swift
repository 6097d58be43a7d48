import MartletDirectory
import MartletStore

/// Shows people where they stand in the organisation: their groups and the roles that they hold.
package struct OwnPlace: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// What the page shows.
    package struct Place: Sendable {
        /// The groups, by name.
        package let groups: [Group]
        /// The roles, direct ones first.
        package let roles: [RoleHolding]
    }

    /// The person's own groups and roles; nobody else's.
    /// - Throws: `ActionError.notFound`; `StoreError`.
    package func callAsFunction(by caller: Caller) async throws -> Place {
        let at = tools.now
        return try await tools.store.read { tables in
            let user = try tables.own(caller, at: at).user
            let groups = try tables.groups.groups(of: user.id)
            return Place(
                groups: groups.sorted { $0.displayName.lowercased() < $1.displayName.lowercased() },
                roles: try tables.holdings(of: user.id, in: caller.tenant))
        }
    }
}
