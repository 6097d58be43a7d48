import Hummingbird
import MartletActions
import MartletDirectory
import MartletPolicy

/// What an app is beyond its name and addresses, and who holds its roles.
struct ApplicationSettingsPages: Sendable {
    let doors: Doors

    /// The page.
    @Sendable func show(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let detail = try await ApplicationSettingsDetail(doors.tools)(visit.id("app"), by: inside.caller)
            return try inside.page(AppSettingsPage(detail, problems: [], notice: inside.notice))
        }
    }

    /// Changes the settings.
    @Sendable func edit(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let form = ApplicationSettingsForm(try await inside.form())
            return try await act(visit, inside, .appSaved) { id in
                _ = try await EditApplicationSettings(doors.tools)(id, by: inside.caller) { form.apply(to: &$0) }
            } typed: {
                form.apply(to: &$0)
            }
        }
    }

    /// Adds a role.
    @Sendable func addRole(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let form = try await inside.form()
            let value = form.text("value")
            let holders: [AppRole.Holder] =
                switch form.text("holders") {
                case "application": [.application]
                case "both": [.user, .application]
                default: [.user]
                }
            return try await act(visit, inside, .appSaved) { id in
                _ = try await AddAppRole(doors.tools)(
                    value, displayName: form["displayName"].flatMap { $0.isEmpty ? nil : $0 } ?? value,
                    holders: holders, to: id, by: inside.caller)
            }
        }
    }

    /// Takes a role away, and from everybody who holds it.
    @Sendable func removeRole(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            _ = try await inside.form()
            let role: ID<AppRole> = try visit.id("role")
            return try await act(visit, inside, .appSaved) { id in
                _ = try await EditApplicationSettings(doors.tools)(id, by: inside.caller) { settings in
                    settings.api.roles.removeAll { $0.id == role }
                }
            }
        }
    }

    /// Gives a role to whoever was named.
    @Sendable func assign(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let form = try await inside.form()
            guard let role = ID<AppRole>(parsing: form.text("role")) else {
                throw try await inside.badRequest(wanting: .manageApplications, for: .appRoleAssigned, doors)
            }
            // Who may not give it learns nothing of who holds what name.
            try await inside.want(.manageApplications, for: .appRoleAssigned, doors)
            return try await act(visit, inside, .roleGiven) { id in
                let holder = try await FindRoleHolder(doors.tools)(form.text("holder"), by: inside.caller)
                _ = try await AssignAppRole(doors.tools)(role, of: id, to: holder, by: inside.caller)
            }
        }
    }

    /// Takes a role from somebody.
    @Sendable func unassign(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            _ = try await inside.form()
            let assignment: ID<AppRoleAssignment> = try visit.id("assignment")
            return try await act(visit, inside, .roleRemoved) { id in
                let detail = try await ApplicationSettingsDetail(doors.tools)(id, by: inside.caller)
                guard let held = detail.holders.first(where: { $0.assignment.id == assignment })?.assignment else {
                    throw ActionError.notFound("assignment")
                }
                try await RemoveAppRole(doors.tools)(held.role, of: id, from: held.principal, by: inside.caller)
            }
        }
    }

    /// Acts and comes back to the page; what is wrong is said on it, beside what was typed.
    private func act(
        _ visit: Visit, _ inside: Inside, _ notice: AdminNotice,
        _ body: (ID<MartletDirectory.Application>) async throws -> Void,
        typed: (inout ApplicationSettings) -> Void = { _ in }
    ) async throws -> Response {
        let id: ID<MartletDirectory.Application> = try visit.id("app")
        do {
            return try await inside.change(notice, at: "/admin/apps/\(id)/settings") { try await body(id) }
        } catch ActionError.invalid(let found) {
            let detail = try await ApplicationSettingsDetail(doors.tools)(id, by: inside.caller)
            var page = AppSettingsPage(detail, problems: AppSettingsPage.Problem.of(found), notice: nil)
            typed(&page.settings)
            return try inside.page(page, status: 400)
        }
    }
}
