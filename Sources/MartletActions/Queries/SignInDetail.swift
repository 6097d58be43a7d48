import MartletDirectory
import MartletPolicy
import MartletStore

/// Shows one line of the sign-in log with the other lines of the same attempt.
package struct SignInDetail: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// What the page shows.
    package struct Detail: Sendable {
        /// The line, with every policy that spoke.
        package let record: SignInRecord
        /// The other lines with its correlation id, oldest first (LG-5).
        package let siblings: [SignInRecord]
    }

    private static let mostSiblings = 50

    /// Reads the page.
    /// - Throws: `ActionError.notFound`, `.forbidden`; `StoreError`.
    package func callAsFunction(_ id: ID<SignInRecord>, by caller: Caller) async throws -> Detail {
        try await tools.store.read { tables in
            try tables.permit(caller, to: .readLogs)
            guard let record = try tables.signIns.find(id, in: caller.tenant) else {
                throw ActionError.notFound("sign-in")
            }
            // The rows of one attempt lie close together in time; a flow lives for a quarter of an hour.
            let filter = SignInFilter(
                text: record.correlationID, from: record.createdAt - .hours(1), to: record.createdAt + .hours(1))
            let page = try tables.signIns.list(
                in: caller.tenant, filter: filter, after: nil, limit: Self.mostSiblings)
            let siblings = page.items.filter { $0.id != id && $0.correlationID == record.correlationID }.sorted {
                $0.createdAt < $1.createdAt
            }
            return Detail(record: record, siblings: siblings)
        }
    }
}
