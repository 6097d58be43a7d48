import Hummingbird
import MartletActions
import MartletDirectory

/// The secrets and certificates of one app.
struct ApplicationCredentials: Sendable {
    let doors: Doors

    /// Makes another secret, shown once, and only here.
    @Sendable func addSecret(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let form = try await inside.form()
            let detail = try await ApplicationDetail(doors.tools)(visit.id("app"), by: inside.caller)
            do {
                let secret = try await AddClientSecret(doors.tools)(
                    for: detail.application.id, lifetimeDays: Int(form.text("days")), by: inside.caller)
                return try inside.page(
                    SecretOncePage(
                        application: detail.application, secret: secret.text, expiresAt: secret.credential.expiresAt,
                        endpoints: inside.appEndpoints, isNewApp: false))
            } catch ActionError.invalid(let found) where found.allSatisfy({ $0.field == "secret" }) {
                return try inside.page(inside.page(of: detail, problems: [.secretsFull]), status: 400)
            }
        }
    }

    /// Adds a certificate.
    @Sendable func addCertificate(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let form = try await inside.form()
            let id: ID<MartletDirectory.Application> = try visit.id("app")
            do {
                _ = try await AddClientCertificate(doors.tools)(form.text("certificate"), for: id, by: inside.caller)
                return inside.done(.certificateAdded, at: "/admin/apps/\(id)")
            } catch ActionError.invalid(let found) {
                let detail = try await ApplicationDetail(doors.tools)(id, by: inside.caller)
                return try inside.page(
                    inside.page(of: detail, problems: ApplicationForm(form).problems(found)), status: 400)
            }
        }
    }

    /// Takes a secret or a certificate away.
    @Sendable func remove(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            _ = try await inside.form()
            let id: ID<MartletDirectory.Application> = try visit.id("app")
            let removed = try await RemoveClientCredential(doors.tools)(
                visit.id("credential"), of: id, by: inside.caller)
            return inside.done(
                removed.kind == .secret ? .secretRemoved : .certificateRemoved, at: "/admin/apps/\(id)")
        }
    }
}
