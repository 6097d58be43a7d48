import Hummingbird
import MartletActions
import MartletDirectory
import MartletPolicy

/// The gateways and access points that may ask by RADIUS: the list and its forms.
struct RADIUSClientPages: Sendable {
    let doors: Doors

    private static let path = "/admin/legacy/radius"

    /// The list, with the form that adds one.
    @Sendable func list(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in try await page(for: inside) }
    }

    /// Adds one, and shows its secret once.
    @Sendable func add(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let form = try await inside.form()
            let typed = RADIUSClientsPage.Typed(name: form.text("name"), range: form.text("range"))
            do {
                let added = try await AddRADIUSClient(doors.tools)(
                    name: typed.name, range: typed.range, by: inside.caller)
                return try inside.page(RADIUSSecretOncePage(client: added.client, secret: added.secret))
            } catch ActionError.invalid(let found) {
                let problems = Set(found.compactMap { RADIUSClientsPage.Problem(rawValue: $0.field) })
                return try await page(for: inside, typed: typed, problems: problems)
            } catch ActionError.conflict(.nameTaken) {
                return try await page(for: inside, typed: typed, problems: [.taken])
            }
        }
    }

    /// Gives one another name.
    @Sendable func rename(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let name = try await inside.form().text("name")
            let id: ID<RADIUSClient> = try visit.id("client")
            do {
                return try await inside.change(.radiusClientRenamed, at: Self.path) {
                    try await RenameRADIUSClient(doors.tools)(id, to: name, by: inside.caller)
                }
            } catch ActionError.invalid {
                return try await page(for: inside, wronglyNamed: id)
            }
        }
    }

    /// Gives one another secret, and shows it once.
    @Sendable func replaceSecret(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            _ = try await inside.form()
            let replaced = try await ReplaceRADIUSSecret(doors.tools)(visit.id("client"), by: inside.caller)
            return try inside.page(RADIUSSecretOncePage(client: replaced.client, secret: replaced.secret))
        }
    }

    /// Removes one.
    @Sendable func remove(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            _ = try await inside.form()
            let id: ID<RADIUSClient> = try visit.id("client")
            return try await inside.change(.radiusClientRemoved, at: Self.path) {
                try await RemoveRADIUSClient(doors.tools)(id, by: inside.caller)
            }
        }
    }

    private func page(
        for inside: Inside, typed: RADIUSClientsPage.Typed? = nil, problems: Set<RADIUSClientsPage.Problem> = [],
        wronglyNamed: ID<RADIUSClient>? = nil
    ) async throws -> Response {
        let clients = try await ListRADIUSClients(doors.tools)(by: inside.caller)
        let mayChange = try await PermittedOperations(doors.tools)(needing: .readDirectory, by: inside.caller)
            .contains(.manageOrganization)
        let isWrong = !problems.isEmpty || wronglyNamed != nil
        return try inside.page(
            RADIUSClientsPage(
                clients: clients, mayChange: mayChange, typed: typed, problems: problems, wronglyNamed: wronglyNamed,
                notice: isWrong ? nil : inside.notice),
            status: problems == [.taken] ? 409 : isWrong ? 400 : 200)
    }
}
