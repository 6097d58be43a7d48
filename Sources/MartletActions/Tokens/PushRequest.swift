import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// Pushed authorization requests (RFC 9126): an app that has proven itself hands in its request and gets a name for it.
///
/// Everything that the authorize endpoint would check is checked at once.
package struct PushRequest: Sendable {
    let tools: Tools

    /// The action on a set of tools.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// How long a browser may begin with a pushed request.
    static let lifetime: Duration = .seconds(90)

    /// The name of a pushed request.
    package struct Answer: Sendable, Equatable {
        /// What the authorize endpoint takes as `request_uri`.
        package let requestURI: String
        /// Seconds.
        package let expiresIn: Int64
    }

    /// What proves the app and is no part of the request.
    private static let proofs: Set<String> = ["client_secret", "client_assertion", "client_assertion_type"]

    /// Checks the request and keeps it.
    /// - Throws: `OAuthError`; `StoreError`.
    package func callAsFunction(_ request: TokenRequest) async throws -> Answer {
        let at = tools.now
        try request.refuseRepeats()
        let (tenant, application) = try await tools.authenticateClient(request, at: at)
        // RFC 9126 section 2.1: a pushed request does not name another.
        guard request.value("request_uri") == nil else { throw OAuthError("invalid_request", 90023) }
        var parameters = request.parameters.filter { !Self.proofs.contains($0.name) }.map { ($0.name, $0.value) }
        if !parameters.contains(where: { $0.0 == "client_id" }) {
            parameters.append(("client_id", application.id.rawValue))
        }
        let unwrapped: UnwrappedRequest
        do {
            unwrapped = try await UnwrapRequest(tools)(parameters, application: application, tenant: tenant)
        } catch let problem as AuthorizeProblem {
            throw OAuthError(problem)
        }
        let checked = try await check(unwrapped, application: application)
        let binding = try await binding(of: request, for: application, named: checked.details?.binding, at: at)
        let name = tools.newToken(.pushedRequest)
        let row = PushedRequest(
            hash: name.digest, tenant: tenant.id, application: application.id,
            parameters: unwrapped.parameters.map { PushedRequest.Parameter(name: $0.0, value: $0.1) },
            isSigned: unwrapped.form.isSigned, binding: binding, createdAt: at, expiresAt: at + Self.lifetime)
        try await tools.store.write { tables in try tables.pushedRequests.insert(row) }
        return Answer(requestURI: UnwrapRequest.pushedPrefix + name.text, expiresIn: Self.lifetime.inSeconds)
    }

    /// The key that the code is to be bound to: the one that the request names, the one that it shows, or both as one
    /// (RFC 9449 section 10.1).
    private func binding(
        of request: TokenRequest, for application: Application, named: String?, at: Timestamp
    ) async throws -> String? {
        let shown: DPoPProof.Shown?
        do { shown = try request.sender.key(at: at) } catch is DPoPProof.Refused { throw OAuthError.badProof }
        guard let shown else { return named }
        let binding = TokenBinding.key(shown.keyThumbprint).stored
        guard named == nil || named == binding, try await tools.spend(shown, in: application.tenant) else {
            throw OAuthError.badProof
        }
        return binding
    }

    private func check(_ unwrapped: UnwrappedRequest, application: Application) async throws -> AuthorizeRequest {
        // Nobody is to be sent anywhere here, so what is wrong with the object need not wait for an address.
        if let problem = unwrapped.form.problem { throw OAuthError(problem) }
        var form = unwrapped.form
        form.isPushed = true
        switch AuthorizeRequestCheck.check(unwrapped.parameters, application: application, form: form) {
        case .page(let problem), .redirect(let problem, _, _, _): throw OAuthError(problem)
        case .accepted(let request):
            let own = tools.publicURL.ownIdentifiers
            do {
                return try await tools.store.read { tables in
                    try tables.granting(request, application: application, own: own)
                }
            } catch let problem as AuthorizeProblem {
                throw OAuthError(problem)
            }
        }
    }
}

extension OAuthError {
    /// A refused authorization request as an endpoint without a browser says it.
    init(_ problem: AuthorizeProblem) {
        self.init(problem.code.rawValue, problem.errorCode)
    }
}

extension Tables {
    /// Spends the name under which a request was pushed, now that it is answered; `false` if something was answered to it
    /// before (RFC 9126 section 4, A155).
    func spendPushed(_ request: AuthorizeRequest, at: Timestamp) throws -> Bool {
        guard let name = request.pushed, let digest = Base64URL.decode(name.utf8) else { return true }
        return try pushedRequests.spend(digest, at: at)
    }
}
