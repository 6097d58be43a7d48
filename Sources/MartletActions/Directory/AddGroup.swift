import MartletDirectory
import MartletPolicy
import MartletStore

/// Adds a group.
package struct AddGroup: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Adds the group; one that roles may be given to only those who may give roles (RO-20).
    /// - Throws: `ActionError.invalid` naming `displayName` or `description`, `.forbidden`; `StoreError`.
    @discardableResult
    package func callAsFunction(
        displayName: String, description: String = "", isAssignableToRole: Bool = false, by caller: Caller
    ) async throws -> Group {
        let id = tools.ambient.newID(of: Group.self)
        let at = tools.now
        return try await tools.change(.groupAdded, by: caller) { tables, log in
            let facts = TargetFacts(isRoleAssignableGroup: isAssignableToRole)
            try tables.permit(caller, to: .manageGroups, facts: facts)
            var checks = FieldChecks()
            let name = checks.name(displayName, in: "displayName")
            let text = checks.optionalName(description, in: "description", limit: 1024) ?? ""
            try checks.done()
            let group = Group(
                id: id, tenant: caller.tenant, displayName: name, description: text,
                isAssignableToRole: isAssignableToRole, createdAt: at)
            log.on(group)
            try tables.groups.insert(group)
            log.set("displayName", from: nil, to: name)
            log.set("isAssignableToRole", from: nil, to: String(isAssignableToRole))
            return group
        }
    }
}

extension Tables {
    /// Has the right to change a group judged: one that roles may be given to is changed only by those who may give
    /// roles, because its membership is a role (RO-20, RO-21).
    func permit(_ caller: Caller, toChange group: Group) throws {
        try permit(caller, to: .manageGroups, facts: TargetFacts(isRoleAssignableGroup: group.isAssignableToRole))
    }
}
