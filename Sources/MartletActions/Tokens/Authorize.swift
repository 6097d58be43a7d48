import MartletDirectory
import MartletPolicy
import MartletStore

/// The authorize endpoint: checks an app's request once, and begins the sign-in.
package struct Authorize: Sendable {
    let tools: Tools

    /// The action on a set of tools.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// What the endpoint does.
    package enum Outcome: Sendable {
        /// The request cannot be trusted enough to send anybody anywhere: a page says so (A139).
        case refused(number: Int)
        /// The app is told what is wrong.
        case answered(AuthorizationAnswer)
        /// The sign-in goes on.
        case flow(FlowOutcome)
    }

    /// Checks `parameters` and begins. Nothing later reads them again.
    /// - Throws: `StoreError`.
    package func callAsFunction(
        organization: String, parameters: [(String, String)], browser: BrowserState
    ) async throws -> Outcome {
        let (tenant, application): (Tenant?, Application?) = try await tools.store.read { tables in
            guard let tenant = try tables.tenant(named: organization) else { return (nil, nil) }
            let named = parameters.filter { $0.0 == "client_id" }
            guard named.count == 1, let id = named.first.flatMap({ ID<Application>(parsing: $0.1) }) else {
                return (tenant, nil)
            }
            return (tenant, try tables.applications.find(id, in: tenant.id))
        }
        guard let tenant else { return .refused(number: 90002) }
        guard application?.isEnabled != false else { return .refused(number: 7_000_112) }
        switch AuthorizeRequestCheck.check(parameters, application: application) {
        case .page(let problem): return .refused(number: problem.errorCode)
        case .redirect(let problem, let uri, let state, let mode):
            return .answered(tools.answer(problem, uri: uri, state: state, mode: mode, tenant: tenant.id))
        case .accepted(let request):
            guard let application else { return .refused(number: 700_016) }
            guard let request = try await granting(request, application: application) else {
                return .answered(tools.answer(to: request, tenant: tenant.id, error: "invalid_scope", number: 70011))
            }
            let flow = BrowserSignIn(tools)
            return .flow(
                try await flow.begin(request, application: application, tenant: tenant, browser: browser))
        }
    }

    /// The request with its scopes in canonical form and without those that there are not (RFC 6749 section 3.3); `nil`
    /// if none is left, or one names an API that there is not.
    private func granting(_ request: AuthorizeRequest, application: Application) async throws -> AuthorizeRequest? {
        let own = tools.publicURL.ownIdentifiers
        return try await tools.store.read { tables in
            let wish = try tables.wish(request.scopes, of: application, in: application.tenant, own: own)
            guard !wish.isEmpty, !wish.namesUnknownResource else { return nil }
            var known = request
            known.scope = wish.canonical.description
            if case .application(let api) = wish.resource {
                var details = request.details ?? GrantDetails()
                details.resource = api.id
                known.details = details
            }
            known.opensManagement = wish.items.contains { $0.opensManagement }
            return known
        }
    }
}
