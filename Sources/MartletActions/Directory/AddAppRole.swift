import MartletDirectory

/// Adds a role to an app.
package struct AddAppRole: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Adds the role; `value` is what stands in `roles`.
    /// - Throws: what `EditApplicationSettings` throws.
    @discardableResult
    package func callAsFunction(
        _ value: String, displayName: String, explanation: String = "", holders: [AppRole.Holder],
        to application: ID<Application>, by caller: Caller
    ) async throws -> AppRole {
        let role = AppRole(
            id: tools.ambient.newID(), value: value, displayName: displayName, explanation: explanation,
            holders: holders)
        try await EditApplicationSettings(tools)(application, by: caller) { $0.api.roles.append(role) }
        return role
    }
}
