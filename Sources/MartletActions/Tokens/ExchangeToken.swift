import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// The token endpoint: one pipeline for every grant.
///
/// client authentication → request checks → spend → decide again → mint → record. A grant fills in the middle and can
/// forget none of the rest.
package struct ExchangeToken: Sendable {
    let tools: Tools

    /// The action on a set of tools.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Answers a token request.
    /// - Throws: `OAuthError` for everything a client can have done wrong; `StoreError`.
    package func callAsFunction(_ request: TokenRequest) async throws -> TokenAnswer {
        let at = tools.now
        try request.refuseRepeats()
        let (tenant, application) = try await tools.authenticateClient(request, at: at)
        guard let type = request.value("grant_type") else { throw OAuthError("invalid_request", 90014) }
        if let scope = request.value("scope"), !AuthorizeRequestCheck.isScopeList(scope) {
            throw OAuthError("invalid_scope", 70011)
        }
        let binding = try await tools.binding(of: request.sender, for: application, at: at)
        let context = GrantContext(
            tools: tools, request: request, tenant: tenant, application: application, binding: binding, at: at)
        let result: GrantResult =
            switch type {
            case "authorization_code": try await CodeGrant(context).redeem()
            case "refresh_token": try await RefreshGrant(context).redeem()
            case "password": try await PasswordGrant(context).redeem()
            case DeviceCodeGrant.name, "device_code": try await DeviceCodeGrant(context).redeem()
            case OnBehalfOfGrant.name: try await OnBehalfOfGrant(context).redeem()
            case TokenExchangeGrant.name: try await TokenExchangeGrant(context).redeem()
            case "client_credentials": try await ClientCredentialsGrant(context).redeem()
            default: throw OAuthError("unsupported_grant_type", 70003)
            }
        let mint = TokenMint(tools: tools)
        var answer: TokenAnswer =
            switch result {
            case .granted(let grant):
                try await mint.mint(grant, wantsClientInfo: request.value("client_info") == "1", at: at)
            case .application(let grant): try await mint.mint(grant, at: at)
            case .refused(let error): throw error
            }
        if type == TokenExchangeGrant.name { answer.issuedTokenType = TokenExchangeGrant.accessTokenType }
        return answer
    }

    /// The grants that there are, by the names of `grant_type`.
    package static let grantTypes = [
        "authorization_code", "refresh_token", "client_credentials", DeviceCodeGrant.name, OnBehalfOfGrant.name,
        TokenExchangeGrant.name, "password",
    ]
}

/// What every grant works with.
struct GrantContext: Sendable {
    let tools: Tools
    let request: TokenRequest
    let tenant: Tenant
    let application: Application
    /// What the request shows that its tokens are to be bound to; `nil` for bearer tokens.
    var binding: TokenBinding?
    let at: Timestamp

    var issuer: Issuer { Issuer(tools: tools) }

    /// The context with tenant and app as they are in the transaction of the grant; `nil` if either is gone or disabled.
    ///
    /// The client was authenticated before; what was committed since then counts (the switch, `isManagement`).
    func renewed(in tables: Tables) throws -> GrantContext? {
        guard let tenant = try tables.tenants.find(tenant.id),
            let application = try tables.applications.find(application.id, in: tenant.id), application.isEnabled
        else { return nil }
        return GrantContext(
            tools: tools, request: request, tenant: tenant, application: application, binding: binding, at: at)
    }

    /// What is told of an app or organisation that vanished in between.
    static let gone = OAuthError("unauthorized_client", 7_000_112)
}

/// What a grant comes to. A refusal is a value, so that what it wrote (a revoked family, a log row) is committed.
enum GrantResult: Sendable {
    case granted(Grant)
    /// To an app that acts for itself.
    case application(ApplicationGrant)
    case refused(OAuthError)
}

extension SignInDecision {
    /// How the token endpoint says that the gate did not let somebody through (section 4.3, non-interactive column).
    var oauthError: OAuthError {
        switch outcome {
        case .allow: preconditionFailure("an allowed sign-in is not an error")
        case .needsFirstFactor: OAuthError("invalid_grant", 50173)
        case .needsSecondFactor: OAuthError("interaction_required", 50076)
        case .needsRegistration: OAuthError("interaction_required", 50079)
        case .deny(let denial):
            switch denial {
            case .blockedByPolicy, .assuranceNotPossible, .strengthNotPossible:
                OAuthError("interaction_required", denial.errorCode)
            default: OAuthError("invalid_grant", denial.errorCode)
            }
        }
    }
}
