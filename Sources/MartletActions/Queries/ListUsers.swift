import MartletDirectory
import MartletPolicy
import MartletStore

/// Lists accounts, with search and paging.
package struct ListUsers: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Which accounts are wanted.
    package enum Filter: String, Sendable, CaseIterable {
        case all, enabled, disabled, guests
        /// Those who hold one of the seventeen roles, directly or through a group.
        case administrators
        /// Enabled ones without a method that satisfies the defaults.
        case notRegistered
    }

    /// One account in the list.
    package struct Line: Sendable {
        /// The account.
        package let user: User
        /// How far its registration is.
        package let registration: RegistrationState
        /// The roles it holds, by name.
        package let roles: [DirectoryRole]
        /// Whether a lockout holds now.
        package let isLocked: Bool
        /// When it last signed in; `nil` if never, or for somebody who may not read the logs.
        package let lastSignInAt: Timestamp?
    }

    /// A page of the list.
    package struct Listing: Sendable {
        /// The accounts by name.
        package let page: Page<Line>
        /// How many accounts the organisation has in all.
        package let total: Int
        /// Whether the caller may add accounts.
        package let mayAdd: Bool
    }

    /// A page of accounts by name, or by what `text` found in their names; one of those who are rare may hold fewer than
    /// `limit` and still have a next.
    ///
    /// `text` is what a name or a word of it begins with; `nil` or empty for all.
    /// - Throws: `ActionError.forbidden`; `StoreError`.
    package func callAsFunction(
        matching text: String? = nil, filter: Filter = .all, after: String? = nil, limit: Int = 50, by caller: Caller
    ) async throws -> Listing {
        let at = tools.now
        try await tools.store.read { try $0.permit(caller, to: .readDirectory) }
        let total = try await tools.figures.users(of: caller.tenant, at: at, in: tools.store)
        return try await tools.store.read { tables in
            try tables.permit(caller, to: .readDirectory)
            let tenant = try tables.organization(of: caller)
            let page = try tables.users.list(
                in: tenant.id, matching: text, filter: UserFilter(rawValue: filter.rawValue) ?? .all, after: after,
                limit: limit)
            let readsLogs = try tables.isPermitted(caller, to: .readLogs)
            let lines = try page.items.map {
                try line($0, tenant: tenant, readsLogs: readsLogs, at: at, in: tables)
            }
            return Listing(
                page: Page(items: lines, next: page.next), total: total.value,
                mayAdd: try tables.isPermitted(caller, to: .manageUsers))
        }
    }

    private func line(
        _ user: User, tenant: Tenant, readsLogs: Bool, at: Timestamp, in tables: Tables
    ) throws -> Line {
        let roles = try tables.roleAssignments.effectiveRoles(of: user.id, in: tenant.id)
        let state = RegistrationState(
            of: user, isRegistered: try tables.users.isRegistered(user.id),
            isSynchronizationAccount: roles.contains(DirectoryRole.directorySynchronizationAccounts.id),
            setting: tenant.securityDefaults, at: at)
        let counters = try tables.lockouts.list(in: tenant.id, subject: user.id.rawValue)
        return Line(
            user: user, registration: state,
            roles: roles.compactMap(DirectoryRole.find).sorted { $0.displayName < $1.displayName },
            isLocked: counters.contains { Lockout.isLocked($0, at: at) },
            lastSignInAt: readsLogs ? try tables.lastSignIn(of: user) : nil)
    }
}

extension Tables {
    /// When a user last got in.
    func lastSignIn(of user: User) throws -> Timestamp? {
        let filter = SignInFilter(user: user.id, status: .success)
        return try signIns.list(in: user.tenant, filter: filter, after: nil, limit: 1).items.first?.createdAt
    }
}
