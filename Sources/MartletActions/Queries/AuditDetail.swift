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

    /// A line with what was done by the same request.
    package struct Detail: Sendable {
        /// The line.
        package let record: AuditRecord
        /// The other lines with its correlation id, oldest first.
        package let siblings: [AuditRecord]
    }

    /// The lines of one request are written together, and a refusal right after.
    private static let span: Duration = .seconds(10)
    private static let mostNeighbours = 200

    /// Reads the line with its siblings.
    /// - Throws: `ActionError.notFound`, `.forbidden`; `StoreError`.
    package func withSiblings(_ id: ID<AuditRecord>, by caller: Caller) async throws -> Detail {
        let record = try await callAsFunction(id, by: caller)
        let filter = AuditFilter(from: record.createdAt - Self.span, to: record.createdAt + Self.span)
        return try await tools.store.read { tables in
            let neighbours = try tables.audits.list(
                in: caller.tenant, filter: filter, after: nil, limit: Self.mostNeighbours
            ).items
            return Detail(
                record: record,
                siblings: neighbours.filter { $0.id != id && $0.correlationID == record.correlationID }.reversed())
        }
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
