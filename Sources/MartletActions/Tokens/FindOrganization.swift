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

    /// What a path may name.
    package enum Found: Sendable, Equatable {
        /// One organisation.
        case one(ID<Tenant>)
        /// `common` or `organizations`, as it is written in addresses, and all that there are.
        case any(String, [ID<Tenant>])
    }

    /// What an id, a domain, `common` or `organizations` stands for; `nil` for an unknown one.
    /// - Throws: `StoreError`.
    package func behind(_ text: String) async throws -> Found? {
        try await tools.store.read { tables in
            guard AnyOrganization.isNamed(text) else { return try tables.tenant(named: text).map { .one($0.id) } }
            let all = try tables.tenants.list().map(\.id)
            return all.isEmpty ? nil : .any(text.lowercased(), all)
        }
    }
}
