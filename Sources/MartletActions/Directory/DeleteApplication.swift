import MartletDirectory
import MartletPolicy
import MartletStore

/// Deletes an app with its credentials, consents and tokens.
package struct DeleteApplication: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Deletes the app.
    /// - Throws: `ActionError.notFound`, `.forbidden`, `.conflict(.firstParty)`; `StoreError`.
    package func callAsFunction(_ id: ID<Application>, by caller: Caller) async throws {
        let at = tools.now
        try await tools.change(.applicationDeleted, by: caller) { tables, log in
            let application = try tables.existingApplication(id, in: caller.tenant)
            log.on(application)
            try tables.permit(caller, to: .manageApplications)
            try application.wantOwnMaking()
            log.set("displayName", from: application.displayName, to: nil)
            _ = try tables.refreshFamilies.revokeAll(of: id, at: at)
            try tables.appRoleAssignments.deleteAll(of: id, in: caller.tenant)
            guard try tables.applications.delete(id, in: caller.tenant) else {
                throw ActionError.notFound("application")
            }
        }
    }
}

extension Application {
    /// Refuses to change what Martlet itself put there: it would come back, or no longer be what it is taken for.
    /// - Throws: `ActionError.conflict(.firstParty)`.
    func wantOwnMaking() throws {
        guard !settings.isFirstParty else { throw ActionError.conflict(.firstParty) }
    }
}
