import MartletDirectory
import MartletPolicy
import MartletStore

/// Lists the tokens with which apps may register themselves.
package struct ListInitialAccessTokens: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// The tokens, oldest first, used up and expired ones as well.
    /// - Throws: `ActionError.forbidden`; `StoreError`.
    package func callAsFunction(by caller: Caller) async throws -> [InitialAccessToken] {
        try await tools.store.read { tables in
            try tables.permit(caller, to: .readDirectory)
            return try tables.initialAccessTokens.list(in: caller.tenant)
        }
    }
}
