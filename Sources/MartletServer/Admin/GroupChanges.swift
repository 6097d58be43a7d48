import Hummingbird
import MartletActions
import MartletDirectory
import MartletPolicy

/// What an administrator does to one group.
struct GroupChanges: Sendable {
    let doors: Doors

    /// Changes name and description.
    @Sendable func edit(_ visit: Visit) async throws -> Response {
        try await change(visit, .groupSaved) { id, form, caller in
            _ = try await EditGroup(doors.tools)(
                id, displayName: form.text("displayName"), description: form.text("description"), by: caller)
        }
    }

    /// Deletes the group; its page is gone, so the list says so.
    @Sendable func delete(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            _ = try await inside.form()
            try await DeleteGroup(doors.tools)(visit.id("group"), by: inside.caller)
            return inside.done(.groupDeleted, at: "/admin/groups")
        }
    }

    /// Adds the user of a sign-in name; a name that belongs to nobody comes back beside its field.
    @Sendable func addMember(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let form = try await inside.form()
            let id: ID<Group> = try visit.id("group")
            let name = form.text("userPrincipalName")
            guard let user = try await FindUser(doors.tools)(named: name, by: inside.caller) else {
                try await inside.want(.manageGroups, for: .memberAdded, doors)
                let detail = try await GroupDetail(doors.tools)(id, by: inside.caller)
                return try inside.page(GroupPage(detail, unknownMember: String(name.prefix(113))), status: 400)
            }
            return try await inside.change(.memberAdded, at: path(of: id)) {
                try await AddMember(doors.tools)(user.id, to: id, by: inside.caller)
            }
        }
    }

    /// Removes a member.
    @Sendable func removeMember(_ visit: Visit) async throws -> Response {
        try await change(visit, .memberRemoved) { id, _, caller in
            try await RemoveMember(doors.tools)(visit.id("user"), from: id, by: caller)
        }
    }

    /// Gives the chosen role to the members.
    @Sendable func giveRole(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let form = try await inside.form()
            let id: ID<Group> = try visit.id("group")
            try await inside.want(.assignRoles, for: .roleAssigned, doors)
            guard let role = ID<DirectoryRole>(parsing: form.text("role")) else { throw Stop.badRequest }
            return try await inside.change(.roleGiven, at: path(of: id)) {
                _ = try await AssignRole(doors.tools)(role, to: .group(id), by: inside.caller)
            }
        }
    }

    /// Takes a role from the members.
    @Sendable func removeRole(_ visit: Visit) async throws -> Response {
        try await change(visit, .roleRemoved) { _, _, caller in
            try await RemoveRole(doors.tools)(visit.id("assignment"), by: caller)
        }
    }

    private func change(
        _ visit: Visit, _ notice: AdminNotice, _ act: (ID<Group>, FormBody, Caller) async throws -> Void
    ) async throws -> Response {
        try await visit.admin { inside in
            let form = try await inside.form()
            let id: ID<Group> = try visit.id("group")
            return try await inside.change(notice, at: path(of: id)) { try await act(id, form, inside.caller) }
        }
    }

    private func path(of group: ID<Group>) -> String { "/admin/groups/\(group)" }
}
