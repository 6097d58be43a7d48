import MartletDirectory
import MartletPolicy
import MartletStore

/// Lists the boxes that may ask by RADIUS.
package struct ListRADIUSClients: Sendable {
    let tools: Tools

    /// The action on a set of tools.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// The boxes, in the order of their ranges; their secrets are sealed.
    /// - Throws: `ActionError.forbidden`; `StoreError`.
    package func callAsFunction(by caller: Caller) async throws -> [RADIUSClient] {
        try await tools.store.read { tables in
            try tables.permit(caller, to: .readDirectory)
            return try tables.radiusClients.list(in: caller.tenant)
        }
    }
}
