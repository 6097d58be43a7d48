import MartletDirectory
import MartletPolicy
import MartletStore

/// Gives a box that asks by RADIUS another name.
package struct RenameRADIUSClient: Sendable {
    let tools: Tools

    /// The action on a set of tools.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Renames it.
    /// - Throws: `ActionError.invalid` naming `name`; `.notFound`, `.conflict(.alreadyDone)` where it has the name already,
    ///   `.forbidden`; `StoreError`.
    package func callAsFunction(_ id: ID<RADIUSClient>, to name: String, by caller: Caller) async throws {
        var checks = FieldChecks()
        let name = checks.name(name, in: "name", limit: 120)
        let found = checks
        try await tools.change(.radiusClientRenamed, by: caller) { tables, log in
            let client = try tables.radiusClients.list(in: caller.tenant).first { $0.id == id }
            log.on(.key, id.rawValue, client?.name ?? "")
            try tables.permit(caller, to: .manageOrganization)
            try found.done()
            guard let client else { throw ActionError.notFound("RADIUS client") }
            guard client.name != name else { throw ActionError.conflict(.alreadyDone) }
            guard try tables.radiusClients.rename(id, in: caller.tenant, to: name) else {
                throw ActionError.notFound("RADIUS client")
            }
            log.set("name", from: client.name, to: name)
        }
    }
}
