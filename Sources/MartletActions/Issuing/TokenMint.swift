import MartletCredentials
import MartletDirectory
import MartletPolicy

/// What tokens are made of: a family that the gate has just cleared, and the people and app around it.
struct Grant: Sendable {
    let clearance: Clearance
    let tenant: Tenant
    let user: User
    let application: Application
    let family: RefreshFamily
    let scopes: ScopeSet
    let refreshToken: OpaqueToken?
    let nonce: String?
    /// When the person last proved a first factor (`auth_time`).
    var authenticatedAt: Timestamp { family.proofs.map(\.at).max() ?? family.createdAt }
}

/// The answer of the token endpoint (RFC 6749 section 5.1).
package struct TokenAnswer: Sendable {
    package var accessToken: String
    package var expiresIn: Int64
    package var scopes: ScopeSet
    package var idToken: String?
    package var refreshToken: String?
    /// `client_info` of Microsoft's libraries, if the request asked for it.
    package var clientInfo: String?
}

/// Signs tokens. It makes them of a `Grant`, which holds a `Clearance`, and of nothing else (promise 1).
struct TokenMint: Sendable {
    let tools: Tools

    /// Signs the access token and, for `openid`, the ID token. It runs outside any transaction: a signature is work.
    func mint(_ grant: Grant, wantsClientInfo: Bool, at: Timestamp) async throws -> TokenAnswer {
        let signer = try await tools.keyRing.signer(for: grant.tenant.id, algorithm: .rs256, at: at)
        let accessToken = try signer.sign(claims: accessClaims(grant, at: at), type: .accessToken)
        var answer = TokenAnswer(
            accessToken: accessToken, expiresIn: Lifetimes.accessToken.inSeconds, scopes: grant.scopes,
            refreshToken: grant.refreshToken?.text)
        if grant.scopes.contains("openid") {
            answer.idToken = try signer.sign(claims: idClaims(grant, accessToken: accessToken, at: at), type: .jwt)
        }
        if wantsClientInfo {
            let info: JSONObject = ["uid": .string(grant.user.id.rawValue), "utid": .string(grant.tenant.id.rawValue)]
            answer.clientInfo = Base64URL.encode(info.utf8)
        }
        return answer
    }

    /// RFC 9068, with Entra's names beside it.
    private func accessClaims(_ grant: Grant, at: Timestamp) -> JSONObject {
        var claims = shared(grant, at: at, lifetime: Lifetimes.accessToken)
        claims["aud"] = .string(tools.publicURL.text)
        claims["client_id"] = .string(grant.application.id.rawValue)
        claims["azp"] = .string(grant.application.id.rawValue)
        claims["scp"] = .string(grant.scopes.description)
        claims["jti"] = .string(tools.ambient.newID(of: Grant.self).rawValue)
        claims["family"] = .string(grant.family.id.rawValue)
        return claims
    }

    /// OpenID Connect Core section 2, with Entra's names beside it.
    private func idClaims(_ grant: Grant, accessToken: String, at: Timestamp) -> JSONObject {
        var claims = shared(grant, at: at, lifetime: Lifetimes.idToken)
        claims["aud"] = .string(grant.application.id.rawValue)
        claims["at_hash"] = .string(AccessTokenHash.atHash(accessToken))
        if let nonce = grant.nonce { claims["nonce"] = .string(nonce) }
        for member in PersonClaims.of(grant.user, scopes: grant.scopes).members { claims[member.name] = member.value }
        return claims
    }

    private func shared(_ grant: Grant, at: Timestamp, lifetime: Duration) -> JSONObject {
        let proofs = grant.family.proofs
        return [
            "iss": .string(tools.publicURL.issuer(of: grant.tenant.id)),
            "sub": .string(grant.user.id.rawValue),
            "iat": .integer(at.seconds), "nbf": .integer(at.seconds), "exp": .integer((at + lifetime).seconds),
            "auth_time": .integer(grant.authenticatedAt.seconds),
            "acr": .string(grant.clearance.assurance.acr),
            "amr": .strings(AuthenticationMethodReferences.of(proofs, assurance: grant.clearance.assurance)),
            "oid": .string(grant.user.id.rawValue), "tid": .string(grant.tenant.id.rawValue),
            "sid": .string(grant.family.session.rawValue), "ver": "2.0",
        ]
    }
}
