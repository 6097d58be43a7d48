import MartletDirectory
import MartletPolicy
import MartletStore

/// Changes what an app is beyond its name and its addresses: authentication, requests, grants, tokens, API, sign-out.
package struct EditApplicationSettings: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Lets `change` set what it wants and keeps it if all of it stands.
    ///
    /// A role that is taken away is taken from those who hold it. How an app registered itself, its picture and whether
    /// it is Martlet's own are not for `change` to say.
    /// - Throws: `ActionError.notFound`, `.forbidden`, `.conflict(.firstParty)` for an app of Martlet's own, which can only
    ///   be switched off, `.invalid` naming the fields; `StoreError`.
    @discardableResult
    package func callAsFunction(
        _ id: ID<Application>, by caller: Caller, _ change: @escaping @Sendable (inout ApplicationSettings) -> Void
    ) async throws -> Application {
        let own = tools.publicURL.ownIdentifiers
        return try await tools.change(.applicationUpdated, by: caller) { tables, log in
            var application = try tables.existingApplication(id, in: caller.tenant)
            log.on(application)
            try tables.permit(caller, to: .manageApplications)
            try application.wantOwnMaking()
            let before = application.settings
            var wanted = before
            change(&wanted)
            wanted.registration = before.registration
            wanted.isFirstParty = before.isFirstParty
            wanted.presentation.logo = before.presentation.logo
            let tenant = try tables.organization(of: caller)
            application.settings = try wanted.checked(for: application, domain: tenant.domain, own: own) { uri in
                try tables.applications.find(identifierURI: uri, in: tenant.id).map { $0.id == id } ?? true
            }
            if let id = wanted.requiredStrength, id != before.requiredStrength,
                AuthenticationStrength.find(id, among: tenant.strengths) == nil
            {
                throw ActionError.invalid([FieldProblem("requiredStrength", .unknown)])
            }
            application.settings.note(in: &log, before: before)
            let kept = Set(application.settings.api.roles.map(\.id))
            for role in before.api.roles where !kept.contains(role.id) {
                try tables.appRoleAssignments.deleteAll(of: id, role: role.id, in: tenant.id)
            }
            try tables.applications.update(application)
            return application
        }
    }
}
