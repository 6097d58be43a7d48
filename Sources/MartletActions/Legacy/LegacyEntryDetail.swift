import MartletDirectory
import MartletPolicy
import MartletStore

/// One line of the legacy authentication report.
package struct LegacyEntryDetail: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// What the page of a line shows.
    package struct Detail: Sendable {
        /// The line.
        package let line: LegacyLine
        /// Whether the account is still there.
        package let hasUser: Bool
        /// Whether the caller may write down who takes care of it.
        package let mayChange: Bool
    }

    /// Reads the line.
    /// - Throws: `ActionError.forbidden`, `.notFound`; `StoreError`.
    package func callAsFunction(_ id: ID<LegacyEntry>, by caller: Caller) async throws -> Detail {
        let at = tools.now
        return try await tools.store.read { tables in
            try tables.permit(caller, to: .readLegacyReport)
            guard let entry = try tables.legacyEntries.find(id, in: caller.tenant),
                let line = try tables.legacyLines([entry], in: caller.tenant, at: at).first
            else { throw ActionError.notFound("legacy entry") }
            let user = try entry.key.user.flatMap { try tables.users.find($0, in: caller.tenant) }
            return Detail(
                line: line, hasUser: user.map { $0.deletedAt == nil } ?? false,
                mayChange: try tables.isPermitted(caller, to: .changeLegacyReport))
        }
    }
}
