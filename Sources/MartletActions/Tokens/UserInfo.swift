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
    package enum Refusal: Error, Sendable { case invalidToken, insufficientScope, badProof }

    /// The claims, as JSON text.
    ///
    /// A good signature is not enough here: a session that was ended, a revoked family, a disabled person or app stop
    /// the token at once (A168).
    /// - Throws: `Refusal`; `StoreError`.
    package func callAsFunction(_ shown: PresentedToken) async throws -> String {
        let check = AccessTokenCheck(tools: tools)
        let found: LiveToken?
        do {
            found = try await check(shown, audience: tools.publicURL.text, at: tools.now)
        } catch is AccessTokenCheck.BadProof {
            throw Refusal.badProof
        }
        guard let token = found, let person = token.person else { throw Refusal.invalidToken }
        guard token.scopes.contains("openid") else { throw Refusal.insufficientScope }
        var answer: JSONObject = ["sub": .string(tools.subjectName(of: person.user.id, for: token.application))]
        let claims = PersonClaims.of(
            person.user, scopes: token.scopes, requested: person.family.details.userInfoClaims)
        for member in claims.members { answer[member.name] = member.value }
        return answer.text
    }
}
