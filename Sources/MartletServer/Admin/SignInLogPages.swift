import Hummingbird
import MartletActions
import MartletDirectory
import MartletPolicy

/// The sign-in log: the list and one row.
struct SignInLogPages: Sendable {
    let doors: Doors

    /// The list, filtered and paged.
    @Sendable func list(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let query = ListQuery(visit.query)
            let search = SignInSearch(query)
            let page = try await ListSignIns(doors.tools)(
                search, after: query.after, limit: ListQuery.limit, by: inside.caller)
            let choices = try await SignInChoices(doors.tools)(for: search.user, by: inside.caller)
            return try inside.page(
                SignInsPage(
                    filter: SignInsPage.Filter(query, search), userName: choices.user?.displayName,
                    rows: page.items.map(SignInRow.init),
                    apps: choices.applications.map { SignInsPage.AppChoice(id: $0.id, name: $0.displayName) },
                    clientApps: ClientApp.allCases.map(\.logName),
                    retentionDays: inside.visitor.tenant.logRetentionDays,
                    isContinued: query.isContinued, next: page.next, lookedBackTo: page.lookedBackTo))
        }
    }

    /// One row, with every policy that spoke.
    @Sendable func show(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let detail = try await SignInDetail(doors.tools)(visit.id("record"), by: inside.caller)
            return try inside.page(
                SignInPage(
                    record: detail.record, isLegacy: detail.record.isOfLegacyClient,
                    siblings: detail.siblings.map(SignInRow.init), json: IndentedJSON.text(of: detail.record.json)))
        }
    }
}

extension SignInSearch {
    /// The search that an address asks for; what is no value of ours does not narrow it.
    fileprivate init(_ query: ListQuery) {
        let clientApp = query.text("clientApp")
        self.init(
            user: query.id("user"), text: query.text, application: query.id("app"), status: query.word("status"),
            clientApp: ClientApp.allCases.contains { $0.logName == clientApp } ? clientApp : nil,
            legacyOnly: query.isChecked("legacy"), errorCode: Int(query.text("error")).flatMap { $0 < 0 ? nil : $0 },
            from: query.day("from"), to: query.day("to").map { $0 + .days(1) })
    }
}

extension SignInsPage.Filter {
    /// The filter as the form shows it again: only what narrows the search.
    fileprivate init(_ query: ListQuery, _ search: SignInSearch) {
        self.init(
            text: query.text, user: search.user, application: search.application?.rawValue ?? "",
            status: search.status, clientApp: search.clientApp ?? "", legacyOnly: search.legacyOnly,
            errorCode: search.errorCode.map { String($0) } ?? "", from: search.from?.dateForm ?? "",
            to: search.to == nil ? "" : query.text("to"))
    }
}
