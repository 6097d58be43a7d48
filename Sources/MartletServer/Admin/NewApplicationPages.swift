import Hummingbird
import MartletActions
import MartletDirectory
import MartletPolicy

/// Registering an app: the form, and what comes of it.
struct NewApplicationPages: Sendable {
    let doors: Doors

    /// The empty form, for those who may send it.
    @Sendable func form(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            _ = try await PermittedOperations(doors.tools)(needing: .manageApplications, by: inside.caller)
            return try inside.page(AppNewPage())
        }
    }

    /// Registers an app; the secret of a confidential one is shown once, and only here.
    @Sendable func register(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let form = ApplicationForm(try await inside.form())
            do {
                let registered = try await RegisterApplication(doors.tools)(
                    form.details, kind: form.kind, makesSecret: form.kind == .confidential, by: inside.caller)
                guard let secret = registered.clientSecret else {
                    return inside.done(.appCreated, at: "/admin/apps/\(registered.application.id)")
                }
                return try inside.page(
                    SecretOncePage(
                        application: registered.application, secret: secret, expiresAt: nil,
                        endpoints: inside.appEndpoints, isNewApp: true))
            } catch ActionError.invalid(let found) {
                return try inside.page(
                    AppNewPage(
                        displayName: form.details.displayName, kind: form.kind, redirectURIs: form.redirectText,
                        isManagement: form.details.isManagement, problems: form.problems(found)),
                    status: 400)
            }
        }
    }
}
