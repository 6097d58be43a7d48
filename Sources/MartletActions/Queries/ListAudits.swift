import MartletDirectory
import MartletPolicy
import MartletStore

/// Reads the audit log.
package struct ListAudits: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// A page of the log, newest first.
    /// - Throws: `ActionError.forbidden`; `StoreError`.
    package func callAsFunction(
        _ search: AuditSearch = AuditSearch(), after: String? = nil, limit: Int = 50, by caller: Caller
    ) async throws -> Page<AuditRecord> {
        try await tools.store.read { tables in
            try tables.permit(caller, to: .readLogs)
            return try tables.audits.list(in: caller.tenant, filter: search.filter, after: after, limit: limit)
        }
    }
}
