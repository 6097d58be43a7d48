import MartletDirectory
import MartletPolicy
import MartletStore

/// Lets an app sign people in, or stops it.
package struct SetApplicationEnabled: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Enables or disables the app; disabling revokes all its refresh tokens.
    /// - Throws: `ActionError.notFound`, `.forbidden`, `.conflict(.alreadyDone)`; `StoreError`.
    package func callAsFunction(_ id: ID<Application>, isEnabled: Bool, by caller: Caller) async throws {
        let at = tools.now
        try await tools.change(isEnabled ? .applicationEnabled : .applicationDisabled, by: caller) { tables, log in
            var application = try tables.existingApplication(id, in: caller.tenant)
            log.on(application)
            try tables.permit(caller, to: .manageApplications)
            guard application.isEnabled != isEnabled else { throw ActionError.conflict(.alreadyDone) }
            log.set("accountEnabled", from: application.isEnabled, to: isEnabled)
            application.isEnabled = isEnabled
            try tables.applications.update(application)
            if !isEnabled { _ = try tables.refreshFamilies.revokeAll(of: id, at: at) }
        }
    }
}
