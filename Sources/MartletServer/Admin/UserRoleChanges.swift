import Hummingbird
import MartletActions
import MartletDirectory
import MartletPolicy

/// Giving roles to one account and taking them.
struct UserRoleChanges: Sendable {
    let doors: Doors

    /// Gives the chosen role.
    @Sendable func give(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let form = try await inside.form()
            let id: ID<User> = try visit.id("user")
            try await inside.want(.assignRoles, for: .roleAssigned, doors)
            guard let role = ID<DirectoryRole>(parsing: form.text("role")) else { throw Stop.badRequest }
            return try await inside.change(.roleGiven, at: "/admin/users/\(id)") {
                _ = try await AssignRole(doors.tools)(role, to: .user(id), by: inside.caller)
            }
        }
    }

    /// Takes a role that is held directly.
    @Sendable func remove(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            _ = try await inside.form()
            let id: ID<User> = try visit.id("user")
            try await RemoveRole(doors.tools)(visit.id("assignment"), by: inside.caller)
            return inside.done(.roleRemoved, at: "/admin/users/\(id)")
        }
    }
}
