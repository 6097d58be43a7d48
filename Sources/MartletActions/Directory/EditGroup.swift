import MartletDirectory
import MartletPolicy
import MartletStore

/// Changes what a group is called and what it is for.
package struct EditGroup: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Changes name and description; whether roles may be given to it is fixed (RO-20).
    /// - Throws: `ActionError.notFound`, `.invalid` naming `displayName` or `description`, `.forbidden`; `StoreError`.
    @discardableResult
    package func callAsFunction(
        _ id: ID<Group>, displayName: String, description: String, by caller: Caller
    ) async throws -> Group {
        try await tools.change(.groupUpdated, by: caller) { tables, log in
            let group = try tables.existingGroup(id, in: caller.tenant)
            log.on(group)
            try tables.permit(caller, toChange: group)
            var checks = FieldChecks()
            var edited = group
            edited.displayName = checks.name(displayName, in: "displayName")
            edited.description = checks.optionalName(description, in: "description", limit: 1024) ?? ""
            try checks.done()
            log.set("displayName", from: group.displayName, to: edited.displayName)
            log.set("description", from: group.description, to: edited.description)
            try tables.groups.update(edited)
            return edited
        }
    }
}
