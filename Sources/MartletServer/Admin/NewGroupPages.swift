import Hummingbird
import MartletActions
import MartletDirectory
import MartletPolicy

/// Adding a group: the form, and what comes of it.
struct NewGroupPages: Sendable {
    let doors: Doors

    /// The empty form, for those who may send it.
    @Sendable func form(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            try await page(displayName: "", description: "", problems: [], for: inside)
        }
    }

    /// Adds a group.
    @Sendable func add(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let form = try await inside.form()
            do {
                let group = try await AddGroup(doors.tools)(
                    displayName: form.text("displayName"), description: form.text("description"),
                    isAssignableToRole: form["isAssignableToRole"] == "1", by: inside.caller)
                return inside.done(.groupCreated, at: "/admin/groups/\(group.id)")
            } catch ActionError.invalid(let found) where found.allSatisfy({ $0.field == "displayName" }) {
                return try await page(
                    displayName: form.text("displayName"), description: form.text("description"),
                    problems: [.nameMissing], for: inside)
            }
        }
    }

    private func page(
        displayName: String, description: String, problems: [GroupNewPage.Problem], for inside: Inside
    ) async throws -> Response {
        let permitted = try await PermittedOperations(doors.tools)(needing: .manageGroups, by: inside.caller)
        return try inside.page(
            GroupNewPage(
                displayName: displayName, description: description, mayMakeAssignable: permitted.contains(.assignRoles),
                problems: problems),
            status: problems.isEmpty ? 200 : 400)
    }
}
