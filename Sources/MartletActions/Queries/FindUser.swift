import MartletDirectory
import MartletPolicy
import MartletStore

/// Finds the account of a sign-in name that somebody typed.
package struct FindUser: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// The account, or `nil` if the name belongs to nobody.
    /// - Throws: `ActionError.forbidden`; `StoreError`.
    package func callAsFunction(named text: String, by caller: Caller) async throws -> User? {
        try await tools.store.read { tables in
            try tables.permit(caller, to: .readDirectory)
            guard let name = UserPrincipalName(parsing: UserPrincipalName.canonicalForm(ofTyped: text)) else {
                return nil
            }
            return try tables.users.find(upn: name, in: caller.tenant)
        }
    }
}
