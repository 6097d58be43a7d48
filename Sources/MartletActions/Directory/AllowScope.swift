import MartletDirectory
import MartletPolicy
import MartletStore

/// Configures an app with a scope of an API: `.default` stands for it there, and where the organisation agrees for its
/// people, nobody is asked about it.
package struct AllowScope: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Allows the scope `value` of the API that goes by `identifier`.
    ///
    /// A scope that only an administrator can agree to is no configuration but a consent, and refused here.
    /// - Throws: `ActionError.notFound`, `.forbidden`, `.invalid` naming `api` or `scope`; `StoreError`.
    @discardableResult
    package func callAsFunction(
        _ value: String, of identifier: String, to id: ID<Application>, by caller: Caller
    ) async throws -> Application {
        let own = tools.publicURL.ownIdentifiers
        return try await tools.change(.applicationUpdated, by: caller) { tables, log in
            var application = try tables.existingApplication(id, in: caller.tenant)
            log.on(application)
            try tables.permit(caller, to: .manageApplications)
            let resource: Resource? =
                own.contains(identifier) ? .martlet : try tables.resource(called: identifier, in: caller.tenant)
            guard let resource else { throw ActionError.invalid([FieldProblem("api", .unknown)]) }
            guard let scope = resource.scope(value) else {
                throw ActionError.invalid([FieldProblem("scope", .unknown)])
            }
            guard !scope.needsAdministrator else { throw ActionError.invalid([FieldProblem("scope", .notAllowed)]) }
            let before = application.settings.requiredScopes
            let canonical = resource.canonical(value)
            if !before.contains(canonical) { application.settings.requiredScopes.append(canonical) }
            log.set(
                "requiredScopes", from: before.joined(separator: " "),
                to: application.settings.requiredScopes.joined(separator: " "))
            try tables.applications.update(application)
            return application
        }
    }
}
