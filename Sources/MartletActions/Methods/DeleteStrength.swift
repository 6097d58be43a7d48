import MartletDirectory
import MartletPolicy
import MartletStore

/// Deletes an authentication strength of the organisation's own.
package struct DeleteStrength: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Deletes it, if no app demands it (AS-3).
    /// - Throws: `ActionError.notFound`, `.forbidden`, `.conflict(.inUse)`; `StoreError`.
    package func callAsFunction(_ id: ID<CustomStrength>, by caller: Caller) async throws {
        try await tools.change(.strengthDeleted, by: caller) { tables, log in
            var tenant = try tables.organization(of: caller)
            log.on(.policy, id.rawValue, tenant.strengths.find(id)?.displayName ?? "")
            try tables.permit(caller, to: .changeStrengths)
            guard tenant.strengths.find(id) != nil else { throw ActionError.notFound("strength") }
            guard try tables.applications(demanding: id, in: tenant.id).isEmpty else {
                throw ActionError.conflict(.inUse)
            }
            tenant.strengths.list.removeAll { $0.id == id }
            try tables.tenants.update(tenant)
        }
    }
}

extension Tables {
    /// The apps that demand a strength.
    func applications(demanding id: ID<CustomStrength>, in tenant: ID<Tenant>) throws -> [Application] {
        var found: [Application] = []
        var cursor: String?
        repeat {
            let page = try applications.list(in: tenant, after: cursor, limit: 200)
            found += page.items.filter { $0.settings.requiredStrength == id }
            cursor = page.next
        } while cursor != nil
        return found
    }
}
