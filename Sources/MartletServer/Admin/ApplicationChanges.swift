import Hummingbird
import MartletActions
import MartletDirectory

/// What an administrator does to one app.
struct ApplicationChanges: Sendable {
    let doors: Doors

    /// Changes the settings.
    @Sendable func edit(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let form = ApplicationForm(try await inside.form())
            let detail = try await ApplicationDetail(doors.tools)(visit.id("app"), by: inside.caller)
            let details = form.details(changing: detail.application)
            do {
                let id = detail.application.id
                _ = try await EditApplication(doors.tools)(id, details, by: inside.caller)
                return inside.done(.appSaved, at: path(of: id))
            } catch ActionError.invalid(let found) {
                return try inside.page(
                    inside.page(
                        of: detail, typed: details.applied(to: detail.application), problems: form.problems(found)),
                    status: 400)
            }
        }
    }

    /// Lets the app sign people in again.
    @Sendable func enable(_ visit: Visit) async throws -> Response {
        try await setEnabled(visit, true, .appEnabled)
    }

    /// Stops the app.
    @Sendable func disable(_ visit: Visit) async throws -> Response {
        try await setEnabled(visit, false, .appDisabled)
    }

    /// Deletes the app; its page is gone, so the list says so.
    @Sendable func delete(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            _ = try await inside.form()
            try await DeleteApplication(doors.tools)(visit.id("app"), by: inside.caller)
            return inside.done(.appDeleted, at: "/admin/apps")
        }
    }

    private func setEnabled(_ visit: Visit, _ isEnabled: Bool, _ notice: AdminNotice) async throws -> Response {
        try await visit.admin { inside in
            _ = try await inside.form()
            let id: ID<MartletDirectory.Application> = try visit.id("app")
            return try await inside.change(notice, at: path(of: id)) {
                try await SetApplicationEnabled(doors.tools)(id, isEnabled: isEnabled, by: inside.caller)
            }
        }
    }

    private func path(of application: ID<MartletDirectory.Application>) -> String { "/admin/apps/\(application)" }
}
