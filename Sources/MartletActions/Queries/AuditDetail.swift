import MartletDirectory
import MartletPolicy
import MartletStore

/// Shows one line of the audit log.
package struct AuditDetail: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Reads the line.
    /// - Throws: `ActionError.notFound`, `.forbidden`; `StoreError`.
    package func callAsFunction(_ id: ID<AuditRecord>, by caller: Caller) async throws -> AuditRecord {
        try await tools.store.read { tables in
            try tables.permit(caller, to: .readLogs)
            guard let record = try tables.audits.find(id, in: caller.tenant) else {
                throw ActionError.notFound("audit record")
            }
            return record
        }
    }
}
