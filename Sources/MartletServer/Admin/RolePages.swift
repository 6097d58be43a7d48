import Hummingbird
import MartletActions
import MartletDirectory

/// The roles, and who holds one of them.
struct RolePages: Sendable {
    let doors: Doors

    /// All roles with the number of their holders.
    @Sendable func list(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let lines = try await ListRoles(doors.tools)(by: inside.caller)
            let holders = Dictionary(lines.map { ($0.role.id, $0.holderCount) }) { first, _ in first }
            return try inside.page(RolesPage(holders: holders))
        }
    }

    /// One role.
    @Sendable func show(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let detail = try await RoleDetail(doors.tools)(visit.id("role"), by: inside.caller)
            let now = doors.tools.now
            let holders = detail.holders.map { RolePage.Holder($0, now: now) }
                .sorted {
                    ($0.displayName.lowercased(), $0.user.rawValue) < ($1.displayName.lowercased(), $1.user.rawValue)
                }
            return try inside.page(RolePage(role: detail.role, holders: holders, notice: inside.notice))
        }
    }
}

extension RolePage.Holder {
    fileprivate init(_ holder: RoleDetail.Holder, now: Timestamp) {
        self.init(
            user: holder.user.id, displayName: holder.user.displayName,
            userPrincipalName: holder.user.userPrincipalName.text, isEnabled: holder.user.isEnabled,
            registration: RegistrationState(holder.registration, now: now), group: holder.group?.id,
            groupName: holder.group?.displayName)
    }
}
