import MartletDirectory
import MartletPolicy
import MartletStore

/// The legacy authentication report: who still signs in with a password alone, with what and from where.
package struct ListLegacyEntries: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// What the list is narrowed to.
    package struct Search: Sendable, Equatable {
        /// Part of a sign-in name, or an address.
        package var text: String
        /// What is being done about it.
        package var state: LegacyEntry.State?
        /// The kind of client, as the log names it.
        package var clientApp: String?
        /// The door, as the log names it.
        package var door: String?
        /// Only those with a right password.
        package var provenOnly: Bool

        /// A search with the given fields; none shows everything.
        package init(
            text: String = "", state: LegacyEntry.State? = nil, clientApp: String? = nil, door: String? = nil,
            provenOnly: Bool = false
        ) {
            self.text = text
            self.state = state
            self.clientApp = clientApp
            self.door = door
            self.provenOnly = provenOnly
        }
    }

    /// A page of the report, those that were seen last first.
    /// - Throws: `ActionError.forbidden`; `StoreError`.
    package func callAsFunction(
        _ search: Search = Search(), after: String? = nil, limit: Int, by caller: Caller
    ) async throws -> Page<LegacyLine> {
        let at = tools.now
        let filter = LegacyEntryFilter(
            text: search.text, state: search.state, clientApp: search.clientApp, door: search.door,
            provenOnly: search.provenOnly, now: at)
        return try await tools.store.read { tables in
            try tables.permit(caller, to: .readLegacyReport)
            let page = try tables.legacyEntries.list(in: caller.tenant, filter: filter, after: after, limit: limit)
            return Page(
                items: try tables.legacyLines(page.items, in: caller.tenant, at: at), next: page.next)
        }
    }

    /// Every line that the search finds, read page by page: of a tenant there is a bounded number (`LegacyBounds`).
    /// - Throws: `ActionError.forbidden`; `StoreError`.
    package func all(_ search: Search = Search(), by caller: Caller) async throws -> [LegacyLine] {
        var lines: [LegacyLine] = []
        var after: String?
        repeat {
            let page = try await self(search, after: after, limit: 500, by: caller)
            lines += page.items
            after = page.next
        } while after != nil
        return lines
    }

    /// The legacy sign-ins of each of the last thirty days, from the log.
    /// - Throws: `ActionError.forbidden`; `StoreError`.
    package func days(by caller: Caller) async throws -> [OverviewPicture.Day] {
        let tenant = try await tools.store.read { tables in
            try tables.permit(caller, to: .readLegacyReport)
            return try tables.organization(of: caller)
        }
        return try await Overview(tools).countedLogs(of: tenant.id, at: tools.now).value.days
    }
}
