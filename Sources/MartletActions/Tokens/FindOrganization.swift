import MartletDirectory
import MartletStore

/// Finds the organisation that a path names; nothing else of it is told to a stranger.
package struct FindOrganization: Sendable {
    let tools: Tools

    /// The action on a set of tools.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// The id behind an id or a domain; `nil` for an unknown one.
    /// - Throws: `StoreError`.
    package func callAsFunction(_ text: String) async throws -> ID<Tenant>? {
        try await tools.store.read { try $0.tenant(named: text)?.id }
    }
}
