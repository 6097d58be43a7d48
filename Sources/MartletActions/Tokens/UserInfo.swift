import MartletCredentials
import MartletDirectory
import MartletStore

/// UserInfo (OpenID Connect Core section 5.3): the claims that an access token's scopes open.
package struct UserInfo: Sendable {
    let tools: Tools

    /// The action on a set of tools.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Why a token was refused (RFC 6750 section 3.1).
    package enum Refusal: Error, Sendable {
        case invalidToken, insufficientScope, badProof
        /// The token was ended before its time; its client can answer a challenge that asks for these claims.
        case challenged(JSONObject)
    }

    /// The answer as the app chose to have it.
    package enum Answer: Sendable, Equatable {
        /// JSON.
        case plain(String)
        /// A signed JWT (OpenID Connect Core section 5.3.2).
        case signed(String)
    }

    /// The claims about the token's person.
    ///
    /// A good signature is not enough here: a session that was ended, a revoked family, a disabled person or app stop
    /// the token at once (A168).
    /// - Throws: `Refusal`; `StoreError`.
    package func callAsFunction(_ shown: PresentedToken) async throws -> Answer {
        let at = tools.now
        let token = try await live(shown, at: at)
        guard let person = token.person else { throw Refusal.invalidToken }
        guard token.scopes.contains("openid") else { throw Refusal.insufficientScope }
        var answer: JSONObject = ["sub": .string(tools.subjectName(of: person.user.id, for: token.application))]
        let claims = PersonClaims.of(
            person.user, scopes: token.scopes, requested: person.family.details.userInfoClaims)
        for member in claims.members { answer[member.name] = member.value }
        OptionalClaims(user: person.user, tenant: token.tenant)
            .add(person.family.details.userInfoClaims, to: &answer)
        guard let algorithm = token.application.settings.tokens.userInfoAlgorithm else { return .plain(answer.text) }
        answer["iss"] = .string(tools.publicURL.issuer(of: token.tenant.id))
        answer["aud"] = .string(token.application.id.rawValue)
        let signer = try await tools.keyRing.signer(for: token.tenant.id, algorithm: algorithm, at: at)
        return .signed(try signer.sign(claims: answer, type: .jwt))
    }

    private func live(_ shown: PresentedToken, at: Timestamp) async throws -> LiveToken {
        let check = AccessTokenCheck(tools: tools)
        do {
            if let token = try await check(shown, audience: tools.publicURL.text, at: at) { return token }
        } catch is AccessTokenCheck.BadProof {
            throw Refusal.badProof
        }
        // A client that can answer a challenge is told what to ask for; the token itself is worth nothing either way.
        guard case .ended(let claims) = try await check.judge(shown.text, audience: tools.publicURL.text, at: at),
            claims.strings("xms_cc")?.contains("cp1") == true
        else { throw Refusal.invalidToken }
        let newer: JSONObject = ["essential": true, "value": .string(String(at.seconds))]
        throw Refusal.challenged(["access_token": .object(["nbf": .object(newer)])])
    }
}
