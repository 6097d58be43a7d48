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
            guard let request = granting(request) else {
                return .answered(tools.answer(to: request, tenant: tenant.id, error: "invalid_scope", number: 70011))
            }
            let flow = BrowserSignIn(tools)
            return .flow(
                try await flow.begin(request, application: application, tenant: tenant, browser: browser))
        }
    }

    /// The request without the scopes that there are not (RFC 6749 section 3.3); `nil` if none is left.
    ///
    /// What is unknown today must not stand in a token of today: tomorrow it may mean something.
    private func granting(_ request: AuthorizeRequest) -> AuthorizeRequest? {
        let known = request.scopes.values.filter(SupportedScopes.all.contains)
        guard !known.isEmpty else { return nil }
        var cut = request
        cut.scope = known.joined(separator: " ")
        return cut
    }
}
