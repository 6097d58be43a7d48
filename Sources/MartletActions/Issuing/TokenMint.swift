import MartletCredentials
import MartletDirectory
import MartletPolicy

/// Signs tokens. It makes them of a `Grant`, which holds a `Clearance`, of an `ApplicationGrant`, which
/// holds a `WorkloadClearance`, and of nothing else (promise 1).
struct TokenMint: Sendable {
    let tools: Tools

    /// Signs the access token and, for `openid`, the ID token. It runs outside any transaction: a signature is work.
    func mint(_ grant: Grant, wantsClientInfo: Bool, at: Timestamp) async throws -> TokenAnswer {
        let accessSigner = try await tools.keyRing.signer(
            for: grant.tenant.id, algorithm: algorithm(for: grant.scopes.resource), at: at)
        let accessToken = try accessSigner.sign(
            claims: AccessTokenClaims(tools: tools, grant: grant).make(at: at), type: .accessToken)
        var answer = TokenAnswer(
            accessToken: accessToken,
            expiresIn: (grant.end(at: at, lifetime: Lifetimes.accessToken) - at).inSeconds,
            scopes: grant.scopes.answer, refreshToken: grant.refreshToken?.text)
        if grant.family.details.binding?.hasPrefix("jkt:") == true { answer.tokenType = "DPoP" }
        if grant.scopes.canonical.contains("openid") {
            let signer = try await tools.keyRing.signer(
                for: grant.tenant.id, algorithm: grant.application.settings.tokens.idTokenAlgorithm, at: at)
            let claims = IDTokenClaims(tools: tools, grant: grant).make(accessToken: accessToken, at: at)
            answer.idToken = try signer.sign(claims: claims, type: .jwt)
        }
        // A pairwise app must not learn the name that everybody else knows.
        if wantsClientInfo, grant.application.settings.tokens.subjectType == .public {
            let info: JSONObject = ["uid": .string(grant.user.id.rawValue), "utid": .string(grant.tenant.id.rawValue)]
            answer.clientInfo = Base64URL.encode(info.utf8)
        }
        return answer
    }

    /// Signs the token of an app that acts for itself: an access token, and nothing that lives on.
    func mint(_ grant: ApplicationGrant, at: Timestamp) async throws -> TokenAnswer {
        let claims = ApplicationTokenClaims(tools: tools, grant: grant)
        let signer = try await tools.keyRing.signer(
            for: grant.tenant.id, algorithm: algorithm(for: grant.resource), at: at)
        let token = try signer.sign(claims: claims.make(at: at), type: .accessToken)
        var answer = TokenAnswer(
            accessToken: token, expiresIn: (claims.end(at: at) - at).inSeconds, scopes: grant.answer)
        if grant.binding?.hasPrefix("jkt:") == true { answer.tokenType = "DPoP" }
        return answer
    }

    /// Martlet reads its own tokens, so they are signed with what is quickest to sign with; an app's as it chose.
    private func algorithm(for resource: Resource) -> SigningKey.Algorithm {
        switch resource {
        case .martlet: .es256
        case .application(let application): application.settings.tokens.accessTokenAlgorithm
        }
    }
}
