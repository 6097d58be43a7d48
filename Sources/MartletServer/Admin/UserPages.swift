import Hummingbird
import MartletActions
import MartletDirectory

/// The users: the list and one account.
struct UserPages: Sendable {
    let doors: Doors

    /// The list, searched, filtered and paged.
    @Sendable func list(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let query = ListQuery(visit.query)
            let filter: ListUsers.Filter = query.word("filter") ?? .all
            let listing = try await ListUsers(doors.tools)(
                matching: query.text, filter: filter, after: query.after, limit: ListQuery.limit, by: inside.caller)
            let now = doors.tools.now
            return try inside.page(
                UsersPage(
                    query: query.text, filter: UsersPage.Filter(rawValue: filter.rawValue) ?? .all,
                    rows: listing.page.items.map { UsersPage.Row($0, now: now) }, total: listing.total,
                    isContinued: query.isContinued, next: listing.page.next, mayAdd: listing.mayAdd,
                    notice: inside.notice))
        }
    }

    /// One account.
    @Sendable func show(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let detail = try await UserDetail(doors.tools)(visit.id("user"), by: inside.caller)
            return try inside.page(
                UserPage(detail, viewer: inside.visitor.user.id, now: doors.tools.now, notice: inside.notice))
        }
    }
}

extension UsersPage.Row {
    fileprivate init(_ line: ListUsers.Line, now: Timestamp) {
        self.init(
            id: line.user.id, displayName: line.user.displayName,
            userPrincipalName: line.user.userPrincipalName.text, isEnabled: line.user.isEnabled,
            isGuest: line.user.kind == .guest, isEmergencyAccess: line.user.isEmergencyAccess, isLocked: line.isLocked,
            roles: line.roles.map(\.id), registration: RegistrationState(line.registration, now: now),
            lastSignInAt: line.lastSignInAt)
    }
}
