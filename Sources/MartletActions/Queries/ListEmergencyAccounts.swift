import MartletDirectory
import MartletPolicy
import MartletStore

/// Lists the emergency accounts.
package struct ListEmergencyAccounts: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// One account.
    package struct Line: Sendable {
        /// The account.
        package let user: User
        /// When it last signed in, if ever; `nil` for somebody who may not read the logs.
        package let lastUsedAt: Timestamp?
        /// Whether it could sign in now: enabled, a Global Administrator, with a password and a second factor.
        package let isReady: Bool
        /// Whether it was made and last used more than ninety days ago (EA-10).
        package let drillIsDue: Bool
    }

    /// What the page shows.
    package struct Listing: Sendable {
        /// The accounts, oldest first.
        package let accounts: [Line]
        /// Whether the caller may make the missing ones, and any are missing.
        package let mayMake: Bool
    }

    /// Reads the page.
    /// - Throws: `ActionError.forbidden`; `StoreError`.
    package func callAsFunction(by caller: Caller) async throws -> Listing {
        let at = tools.now
        return try await tools.store.read { tables in
            try tables.permit(caller, to: .readDirectory)
            let readsLogs = try tables.isPermitted(caller, to: .readLogs)
            let accounts = try tables.roleAssignments.holders(
                of: DirectoryRole.globalAdministrator.id, in: caller.tenant
            )
            .filter(\.isEmergencyAccess)
            .sorted { ($0.createdAt, $0.userPrincipalName.folded) < ($1.createdAt, $1.userPrincipalName.folded) }
            let lines = try accounts.map { user in
                let used = readsLogs ? try tables.lastSignIn(of: user) : nil
                return Line(
                    user: user, lastUsedAt: used, isReady: try tables.administratorFacts(of: user, at: at).isUsable,
                    drillIsDue: (used ?? user.createdAt) + .days(90) <= at)
            }
            let missing = lines.count { $0.user.isEnabled } < MakeEmergencyAccounts.wanted
            return Listing(
                accounts: lines, mayMake: try missing && tables.isPermitted(caller, to: .createEmergencyAccounts))
        }
    }
}
