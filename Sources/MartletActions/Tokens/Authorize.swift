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
            let named = parameters.filter { $0.0 == "client_id" }
            let hints = parameters.filter { $0.0 == "domain_hint" || $0.0 == "login_hint" }.map(\.1)
            let clues = OrganizationClues(application: named.first?.1, names: hints)
            guard let tenant = try tables.tenant(named: organization, clues: clues) else { return (nil, nil) }
            guard named.count == 1, let id = named.first.flatMap({ ID<Application>(parsing: $0.1) }) else {
                return (tenant, nil)
            }
            return (tenant, try tables.applications.find(id, in: tenant.id))
        }
        guard let tenant else { return .refused(number: 90002) }
        guard application?.isEnabled != false else { return .refused(number: 7_000_112) }
        return try await begin(parameters, application: application, tenant: tenant, browser: browser)
    }

    private func begin(
        _ parameters: [(String, String)], application: Application?, tenant: Tenant, browser: BrowserState
    ) async throws -> Outcome {
        let unwrapped: UnwrappedRequest
        do {
            unwrapped = try await UnwrapRequest(tools)(parameters, application: application, tenant: tenant)
        } catch let problem as AuthorizeProblem {
            return .refused(number: problem.errorCode)
        }
        switch AuthorizeRequestCheck.check(unwrapped.parameters, application: application, form: unwrapped.form) {
        case .page(let problem): return .refused(number: problem.errorCode)
        case .redirect(let problem, let uri, let state, let mode):
            guard let client = application?.id else { return .refused(number: problem.errorCode) }
            return .answered(
                tools.answer(problem, uri: uri, state: state, mode: mode, tenant: tenant.id, client: client))
        case .accepted(let checked):
            guard let application else { return .refused(number: 700_016) }
            let own = tools.publicURL.ownIdentifiers
            var request: AuthorizeRequest
            do {
                request = try await tools.store.read { tables in
                    try tables.granting(checked, application: application, own: own)
                }
            } catch let problem as AuthorizeProblem {
                return .answered(
                    tools.answer(
                        problem, uri: checked.redirectURI, state: checked.state, mode: checked.responseMode,
                        tenant: tenant.id, client: application.id))
            }
            unwrapped.mark(&request)
            let flow = BrowserSignIn(tools)
            return .flow(
                try await flow.begin(request, application: application, tenant: tenant, browser: browser))
        }
    }
}
