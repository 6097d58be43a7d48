import MartletDirectory
import MartletPolicy
import MartletStore

/// Gathers what the filter of the sign-in log offers.
package struct SignInChoices: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// What the filter offers.
    package struct Choices: Sendable {
        /// The apps by name, the first two hundred.
        package let applications: [Application]
        /// The account that the log is narrowed to, if it still exists.
        package let user: User?
    }

    private static let mostApplications = 200

    /// Reads the choices; `user` is the account that the log is narrowed to.
    /// - Throws: `ActionError.forbidden`; `StoreError`.
    package func callAsFunction(for user: ID<User>?, by caller: Caller) async throws -> Choices {
        try await tools.store.read { tables in
            try tables.permit(caller, to: .readLogs)
            return Choices(
                applications: try tables.applications.list(
                    in: caller.tenant, after: nil, limit: Self.mostApplications
                ).items,
                user: try user.flatMap { try tables.users.find($0, in: caller.tenant) })
        }
    }
}
