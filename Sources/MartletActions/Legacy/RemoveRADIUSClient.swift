import MartletDirectory
import MartletPolicy
import MartletStore

/// Removes a box; from then on it gets no answer.
package struct RemoveRADIUSClient: Sendable {
    let tools: Tools

    /// The action on a set of tools.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Removes the box.
    /// - Throws: `ActionError.notFound`, `.forbidden`; `StoreError`.
    package func callAsFunction(_ id: ID<RADIUSClient>, by caller: Caller) async throws {
        try await tools.change(.radiusClientRemoved, by: caller) { tables, log in
            let client = try tables.radiusClients.list(in: caller.tenant).first { $0.id == id }
            log.on(.key, id.rawValue, client?.name ?? "")
            try tables.permit(caller, to: .manageOrganization)
            guard let client, try tables.radiusClients.delete(id, in: caller.tenant) else {
                throw ActionError.notFound("RADIUS client")
            }
            log.set("addressRange", from: client.addressRange, to: nil)
        }
    }
}
