import HTTPTypes
import Hummingbird
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy
import NIOCore

/// The legacy authentication report: its list, its lines, and what would break.
struct LegacyReportPages: Sendable {
    let doors: Doors

    private static let path = "/admin/legacy"

    /// The list, narrowed and paged, with the picture of thirty days above.
    @Sendable func list(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let query = ListQuery(visit.query)
            let search = ListLegacyEntries.Search(query)
            let list = ListLegacyEntries(doors.tools)
            let page = try await list(search, after: query.after, limit: ListQuery.limit, by: inside.caller)
            let days = try await list.days(by: inside.caller)
            let impact = try await JudgeLegacyImpact(doors.tools)(by: inside.caller)
            return try inside.page(
                LegacyReportPage(
                    search: search, lines: page.items,
                    days: days.map {
                        SignInDay(
                            day: $0.day, success: $0.legacySuccess, interrupted: 0,
                            failure: $0.legacy - $0.legacySuccess, legacy: 0)
                    }, impact: LegacyImpactSummary(impact), isContinued: query.isContinued, next: page.next))
        }
    }

    /// One line.
    @Sendable func show(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            try await page(of: visit.id("entry"), for: inside)
        }
    }

    /// Writes down who takes care of a line, and what is being done about it.
    @Sendable func tend(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let form = try await inside.form()
            let id: ID<LegacyEntry> = try visit.id("entry")
            let state = form["state"].flatMap(LegacyEntry.State.init(rawValue:))
            let fields = ListQuery(form)
            let owner = String(form.text("owner").prefix(256))
            let request = TendLegacyEntry.Request(
                // Until the end of the day that was named.
                owner: owner, state: state, acceptedUntil: fields.day("until").map { $0 + .days(1) },
                note: form.text("note"))
            do {
                return try await inside.change(.legacyEntrySaved, at: "\(Self.path)/entries/\(id.rawValue)") {
                    try await TendLegacyEntry(doors.tools)(id, request, by: inside.caller)
                }
            } catch ActionError.invalid(let problems) {
                let typed = LegacyEntryPage.Typed(
                    owner: owner, state: state, until: fields.text("until"), note: request.note)
                return try await page(of: id, for: inside, typed: typed, problem: problems.first?.legacyProblem)
            }
        }
    }

    /// What would break if the defaults were switched on today.
    @Sendable func impact(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            try inside.page(
                LegacyImpactPage(impact: try await JudgeLegacyImpact(doors.tools)(by: inside.caller)))
        }
    }

    /// Accounts and apps that are machines.
    @Sendable func workloads(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            try inside.page(
                WorkloadsPage(report: try await ListWorkloadCredentials(doors.tools)(by: inside.caller)))
        }
    }

    /// The whole report as a sheet.
    @Sendable func sheet(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let lines = try await ListLegacyEntries(doors.tools).all(
                ListLegacyEntries.Search(ListQuery(visit.query)), by: inside.caller)
            let headers: HTTPFields = [
                .contentType: "text/csv; charset=utf-8", .cacheControl: "no-store",
                .contentDisposition: "attachment; filename=\"legacy-authentication.csv\"",
            ]
            return Response(
                status: .ok, headers: headers,
                body: .init(byteBuffer: ByteBuffer(string: LegacySheet.text(of: lines))))
        }
    }

    /// A page of the report as programs read it, in the form of Graph's collections.
    @Sendable func json(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let query = ListQuery(visit.query)
            let page = try await ListLegacyEntries(doors.tools)(
                ListLegacyEntries.Search(query), after: query.after, limit: ListQuery.limit, by: inside.caller)
            var answer: JSONObject = ["value": .array(page.items.map { .object($0.json) })]
            if let next = page.next {
                let kept = visit.query.fields.filter { $0.name != "after" }
                answer["@odata.nextLink"] = .string(
                    "\(Self.path).json" + QueryText.of(kept + [(name: "after", value: next)]))
            }
            return visit.json(answer.text)
        }
    }

    private func page(
        of id: ID<LegacyEntry>, for inside: Inside, typed: LegacyEntryPage.Typed? = nil,
        problem: LegacyEntryPage.Problem? = nil
    ) async throws -> Response {
        let detail = try await LegacyEntryDetail(doors.tools)(id, by: inside.caller)
        return try inside.page(
            LegacyEntryPage(
                line: detail.line, hasUser: detail.hasUser, mayChange: detail.mayChange,
                days: detail.line.entry.chartDays(until: doors.tools.now), typed: typed, problem: problem,
                notice: inside.notice),
            status: problem == nil ? 200 : 400)
    }
}

extension LegacyEntry {
    /// The last thirty days, also those without an attempt.
    fileprivate func chartDays(until now: Timestamp) -> [SignInDay] {
        let byNumber = Dictionary(days.map { ($0.number, $0) }) { first, _ in first }
        return (0..<30).map { back in
            let day = now.startOfDay - .days(29 - back)
            let counted = byNumber[day.milliseconds / 86_400_000]
            let succeeded = counted?.succeeded ?? 0
            return SignInDay(
                day: day, success: succeeded, interrupted: 0, failure: (counted?.attempts ?? 0) - succeeded, legacy: 0)
        }
    }
}

extension ListLegacyEntries.Search {
    /// The search that an address asks for; what is no value of ours does not narrow it.
    fileprivate init(_ query: ListQuery) {
        let door = query.text("door")
        self.init(
            text: query.text, state: query.word("state"),
            clientApp: ClientApp(logName: query.text("clientApp"))?.logName,
            door: Door.allCases.first { $0.name == door }?.name, provenOnly: query.isChecked("proven"))
    }
}

extension FieldProblem {
    fileprivate var legacyProblem: LegacyEntryPage.Problem {
        switch (field, problem) {
        case ("owner", _): .owner
        case ("until", .missing): .untilMissing
        case ("until", _): .until
        default: .note
        }
    }
}
