import Hummingbird
import MartletActions
import MartletDirectory
import MartletPolicy

/// The groups: the list and one group.
struct GroupPages: Sendable {
    let doors: Doors

    /// The list, searched and paged.
    @Sendable func list(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let query = ListQuery(visit.query)
            let page = try await ListGroups(doors.tools)(
                matching: query.text, after: query.after, limit: ListQuery.limit, by: inside.caller)
            let permitted = try await PermittedOperations(doors.tools)(needing: .readDirectory, by: inside.caller)
            return try inside.page(
                GroupsPage(
                    query: query.text, rows: page.items.map(GroupsPage.Row.init), isContinued: query.isContinued,
                    next: page.next, mayAdd: permitted.contains(.manageGroups), notice: inside.notice))
        }
    }

    /// One group.
    @Sendable func show(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let detail = try await GroupDetail(doors.tools)(visit.id("group"), by: inside.caller)
            return try inside.page(GroupPage(detail, notice: inside.notice))
        }
    }
}

extension GroupsPage.Row {
    fileprivate init(_ line: ListGroups.Line) {
        self.init(
            id: line.group.id, displayName: line.group.displayName, description: line.group.description,
            members: line.memberCount, isAssignableToRole: line.group.isAssignableToRole, roles: line.roles.map(\.id))
    }
}

extension GroupPage {
    /// The page of a group; `unknownMember` is a name that was typed and belongs to nobody.
    init(_ detail: GroupDetail.Detail, unknownMember: String? = nil, notice: AdminNotice? = nil) {
        self.init(
            group: detail.group,
            members: detail.members.map {
                Member(id: $0.id, displayName: $0.displayName, userPrincipalName: $0.userPrincipalName.text)
            },
            roles: detail.roles.map(HeldRole.init), mayManage: detail.mayChange,
            mayAssignRoles: detail.mayAssignRoles, unknownMember: unknownMember, notice: notice)
    }
}
