import MartletDirectory
import MartletPolicy
import MartletStore

/// Reads the sign-in log.
package struct ListSignIns: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// A page of the log, newest first.
    /// - Throws: `ActionError.forbidden`; `StoreError`.
    package func callAsFunction(
        _ search: SignInSearch = SignInSearch(), after: String? = nil, limit: Int = 50, by caller: Caller
    ) async throws -> Page<SignInRecord> {
        try await tools.store.read { tables in
            try tables.permit(caller, to: .readLogs)
            return try tables.signIns.list(in: caller.tenant, filter: search.filter, after: after, limit: limit)
        }
    }
}
