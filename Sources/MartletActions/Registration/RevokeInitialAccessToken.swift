import MartletDirectory
import MartletPolicy
import MartletStore

/// Takes a token for registering apps back; what was registered with it stays.
package struct RevokeInitialAccessToken: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Removes the token.
    /// - Throws: `ActionError.notFound`, `.forbidden`; `StoreError`.
    package func callAsFunction(_ id: ID<InitialAccessToken>, by caller: Caller) async throws {
        try await tools.change(.registrationTokenRevoked, by: caller) { tables, log in
            let token = try tables.initialAccessTokens.list(in: caller.tenant).first { $0.id == id }
            log.on(.key, id.rawValue, token?.name ?? "")
            try tables.permit(caller, to: .manageApplications)
            guard try tables.initialAccessTokens.delete(id, in: caller.tenant) else {
                throw ActionError.notFound("registration token")
            }
        }
    }
}
