import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// The device authorization endpoint (RFC 8628 section 3.1): a device that has no keyboard asks for a code to show.
///
/// Off for every app until an administrator lets it: it is the favourite way of those who talk people into things (A191).
package struct DeviceAuthorization: Sendable {
    let tools: Tools

    /// The action on a set of tools.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// What the device gets.
    package struct Answer: Sendable {
        /// What it polls with.
        package let deviceCode: OpaqueToken
        /// What it shows: `XXXX-XXXX`.
        package let userCode: String
        /// Where the person types that. There is no address with the code in it: whoever lets a device in has typed what
        /// it shows (A191).
        package let verificationURI: String
        /// Seconds.
        package let expiresIn: Int64
        /// Seconds between two questions.
        package let interval: Int
        /// What the device says.
        package var message: String {
            "To sign in, use a web browser to open the page \(verificationURI) and enter the code \(userCode) to authenticate."
        }
    }

    /// Seconds between two questions, to begin with.
    static let interval = 5

    /// Issues a pair of codes.
    /// - Throws: `OAuthError` for everything a client can have done wrong; `StoreError`.
    package func callAsFunction(_ request: TokenRequest) async throws -> Answer {
        let at = tools.now
        guard !request.hasRepeats else { throw OAuthError.malformed }
        let (tenant, application) = try await tools.authenticateClient(request, at: at)
        let context = GrantContext(tools: tools, request: request, tenant: tenant, application: application, at: at)
        return try await tools.store.write { tables in
            guard let context = try context.renewed(in: tables), context.application.allowsDeviceCode else {
                throw OAuthError.grantNotAllowed
            }
            return try issue(context, in: tables)
        }
    }

    private func issue(_ context: GrantContext, in tables: Tables) throws -> Answer {
        let asked = context.request.value("scope") ?? "openid"
        // A197: nothing is looked up for a list that no request may have.
        guard AuthorizeRequestCheck.isScopeList(asked) else { throw OAuthError("invalid_scope", 70011) }
        let wish = try context.wish(ScopeSet(stored: asked), in: tables)
        let coverage = try tables.coverage(of: wish, application: context.application, user: nil)
        // What only an administrator can agree to, nobody can agree to at the device page.
        guard !wish.isEmpty, !wish.namesUnknownResource, coverage.administrative.isEmpty else {
            throw OAuthError("invalid_scope", 70011)
        }
        var details = GrantDetails()
        if case .application(let api) = wish.resource { details.resource = api.id }
        let token = tools.newToken(.deviceCode)
        // Two codes that are the same are one chance in millions while both live; three such in a row are none.
        for _ in 0..<3 {
            let userCode = UserCode(random: tools.ambient.randomBytes)
            let code = DeviceCode(
                hash: token.digest, userCodeHash: userCode.digest(by: tools.sealer), tenant: context.tenant.id,
                application: context.application.id, scopes: wish.canonical, details: details,
                origin: context.request.origin, correlationID: tools.newCorrelationID(), intervalSeconds: Self.interval,
                createdAt: context.at, expiresAt: context.at + Lifetimes.deviceCode)
            guard try tables.deviceCodes.insert(code) else { continue }
            return Answer(
                deviceCode: token, userCode: userCode.text, verificationURI: tools.publicURL.text + "/device",
                expiresIn: Lifetimes.deviceCode.inSeconds, interval: Self.interval)
        }
        throw OAuthError.overloaded(1)
    }
}
