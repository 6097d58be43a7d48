import MartletCredentials
import MartletDirectory
import MartletStore

/// The groups of an access token's person: where a token leads that has no room for them (Entra's groups overage).
package struct OwnMemberships: Sendable {
    let tools: Tools

    /// The action on a set of tools.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// The identifiers of the groups in which the person is.
    /// - Throws: `UserInfo.Refusal`: `.invalidToken` for a token that is not good, or of no person, `.badProof`,
    ///   `.insufficientScope` without `User.Read`; `StoreError`.
    package func callAsFunction(_ shown: PresentedToken) async throws -> [ID<Group>] {
        let check = AccessTokenCheck(tools: tools)
        let token: LiveToken?
        do {
            token = try await check(shown, audience: tools.publicURL.text, at: tools.now)
        } catch is AccessTokenCheck.BadProof {
            throw UserInfo.Refusal.badProof
        }
        guard let token, let person = token.person else { throw UserInfo.Refusal.invalidToken }
        guard token.scopes.contains("User.Read") else { throw UserInfo.Refusal.insufficientScope }
        return try await tools.store.read { try $0.groups.groups(of: person.user.id).map(\.id) }
    }
}
