import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// An authorization request as the check reads it: the parameters that count, and how they came.
struct UnwrappedRequest: Sendable {
    /// The parameters, and no others: what stands beside a pushed or a signed request has no meaning (A155, A156).
    var parameters: [(String, String)]
    /// How they came.
    var form = AuthorizeRequestForm()
    /// The digest of the name of a pushed request.
    var pushed: [UInt8]?
    /// The key that the app showed when it pushed the request.
    var binding: String?

    /// Notes in a checked request what is to be done when it is answered.
    func mark(_ request: inout AuthorizeRequest) {
        request.pushed = pushed.map { Base64URL.encode($0) }
        guard let binding else { return }
        var details = request.details ?? GrantDetails()
        details.binding = binding
        request.details = details
    }
}

/// Takes a request out of what it came in: the store, where it was pushed (RFC 9126), or a token that the app signed
/// (RFC 9101).
struct UnwrapRequest: Sendable {
    let tools: Tools

    init(_ tools: Tools) { self.tools = tools }

    /// What each name of a pushed request begins with (RFC 9126 section 2.2).
    static let pushedPrefix = "urn:ietf:params:oauth:request_uri:"

    /// The request in `parameters`; they themselves where it came plainly.
    /// - Throws: `AuthorizeProblem` where nothing in the request says whom to tell; `StoreError`.
    func callAsFunction(
        _ parameters: [(String, String)], application: Application?, tenant: Tenant
    ) async throws -> UnwrappedRequest {
        guard let application else { return UnwrappedRequest(parameters: parameters) }
        let objects = parameters.filter { $0.0 == "request" }.map(\.1).filter { !$0.isEmpty }
        let names = parameters.filter { $0.0 == "request_uri" }.map(\.1).filter { !$0.isEmpty }
        switch (names.count, objects.count) {
        case (1, 0):
            let name = names[0]
            guard !name.hasPrefix(Self.pushedPrefix) else {
                return try await pushed(String(name.dropFirst(Self.pushedPrefix.count)), application: application)
            }
            return try await signed(at: name, of: application, beside: parameters)
        case (0, 1): return try await signed(objects[0], of: application, beside: parameters)
        case (0, 0): return UnwrappedRequest(parameters: parameters)
        default:
            // RFC 9101 section 5: one of the two, once.
            let problem = AuthorizeProblem(.invalidRequest, 90023, "request and request_uri exclude each other")
            return UnwrappedRequest(parameters: parameters, form: AuthorizeRequestForm(problem: problem))
        }
    }

    /// A name that is unknown, another app's, too old or used leads nowhere: whom to tell stands in the request alone.
    private func pushed(_ name: String, application: Application) async throws -> UnwrappedRequest {
        let at = tools.now
        guard let token = OpaqueToken.parse(name, .pushedRequest),
            let request = try await tools.store.read({ try $0.pushedRequests.find(token.digest) }),
            request.application == application.id, request.tenant == application.tenant, request.spentAt == nil,
            request.expiresAt > at, !request.createdAt.isAhead(of: at)
        else { throw AuthorizeProblem(.invalidRequestURI, 90023, "the pushed request is not known or is over") }
        return UnwrappedRequest(
            parameters: request.parameters.map { ($0.name, $0.value) },
            form: AuthorizeRequestForm(isPushed: true, isSigned: request.isSigned), pushed: token.digest,
            binding: request.binding)
    }
}
