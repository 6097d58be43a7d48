import MartletDirectory
import MartletPolicy
import MartletStore

/// Changes an app.
package struct EditApplication: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Sets everything that `ApplicationDetails` says; whether the app is public is fixed.
    /// - Throws: `ActionError.notFound`, `.forbidden`, `.conflict(.firstParty)`, `.invalid` naming the fields;
    ///   `StoreError`.
    @discardableResult
    package func callAsFunction(
        _ id: ID<Application>, _ details: ApplicationDetails, by caller: Caller
    ) async throws -> Application {
        try await tools.change(.applicationUpdated, by: caller) { tables, log in
            let application = try tables.existingApplication(id, in: caller.tenant)
            log.on(application)
            try tables.permit(caller, to: .manageApplications)
            try application.wantOwnMaking()
            let clean = try details.checked(for: application.kind)
            let changed = clean.applied(to: application)
            clean.note(in: &log, before: application)
            try tables.applications.update(changed)
            return changed
        }
    }
}
