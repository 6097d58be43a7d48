import Hummingbird
import MartletActions
import MartletDirectory

/// The audit log: the list and one row.
struct AuditLogPages: Sendable {
    let doors: Doors

    /// The list, filtered and paged.
    @Sendable func list(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let query = ListQuery(visit.query)
            let search = AuditSearch(query)
            let page = try await ListAudits(doors.tools)(
                search, after: query.after, limit: ListQuery.limit, by: inside.caller)
            return try inside.page(
                AuditsPage(
                    filter: AuditsPage.Filter(query, search), rows: page.items,
                    activities: AuditActivity.allCases.map(\.rawValue),
                    retentionDays: inside.visitor.tenant.logRetentionDays, isContinued: query.isContinued,
                    next: page.next, lookedBackTo: page.lookedBackTo))
        }
    }

    /// One row, with what was done by the same request.
    @Sendable func show(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let id: ID<AuditRecord> = try visit.id("record")
            let detail = try await AuditDetail(doors.tools).withSiblings(id, by: inside.caller)
            return try inside.page(
                AuditPage(
                    record: detail.record, siblings: detail.siblings, json: IndentedJSON.text(of: detail.record.json)))
        }
    }
}

extension AuditSearch {
    /// The search that an address asks for; what is no value of ours does not narrow it.
    fileprivate init(_ query: ListQuery) {
        let target = query.text("target")
        self.init(
            category: query.word("category"), actor: query.text("actor"), activity: query.word("activity"),
            alertsOnly: query.isChecked("alerts"), target: target.isEmpty ? nil : target.lowercased(),
            from: query.day("from"), to: query.day("to").map { $0 + .days(1) })
    }
}

extension AuditsPage.Filter {
    /// The filter as the form shows it again: only what narrows the search.
    fileprivate init(_ query: ListQuery, _ search: AuditSearch) {
        self.init(
            actor: query.text("actor"), activity: search.activity?.rawValue ?? "", category: search.category,
            alertsOnly: search.alertsOnly, target: search.target ?? "", from: search.from?.dateForm ?? "",
            to: search.to == nil ? "" : query.text("to"))
    }
}
