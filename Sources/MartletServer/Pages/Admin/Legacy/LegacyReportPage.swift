import MartletActions
import MartletDirectory
import MartletPolicy

/// The legacy authentication report: who still signs in with a password alone, with what and from where.
package struct LegacyReportPage: Sendable {
    /// What the list is narrowed to.
    package let search: ListLegacyEntries.Search
    /// The lines of this page, those that were seen last first.
    package let lines: [LegacyLine]
    /// The legacy sign-ins of thirty days: let in as `success`, refused as `failure`.
    package let days: [SignInDay]
    /// What would break if the defaults were switched on.
    package let impact: LegacyImpactSummary
    /// Whether this is a later page than the first.
    package let isContinued: Bool
    /// Where the next page begins, or `nil`.
    package let next: String?

    /// A page with every field given.
    package init(
        search: ListLegacyEntries.Search, lines: [LegacyLine], days: [SignInDay], impact: LegacyImpactSummary,
        isContinued: Bool, next: String?
    ) {
        self.search = search
        self.lines = lines
        self.days = days
        self.impact = impact
        self.isContinued = isContinued
        self.next = next
    }
}

extension LegacyReportPage: Page {
    package static var template: String { "admin-legacy" }
    package static var section: String { "adminLegacy" }
    package var titleKey: String { "legacy.title" }

    package func content(_ phrases: Phrases) -> ViewObject {
        [
            "text": ViewValue(nonEmpty: search.text), "states": phrases.legacyStates(chosen: search.state),
            "clients": ViewValue(
                ClientApp.allCases.filter { $0 != .browser }.map { client in
                    [
                        "value": .text(client.logName), "label": .text(phrases.client(client.logName)),
                        "isChosen": .flag(client.logName == search.clientApp),
                    ]
                }),
            "doors": ViewValue(
                Door.allCases.filter { !$0.carriesSecondFactor }.map { door in
                    [
                        "value": .text(door.name), "label": .text(phrases.word(door.name, of: "door")),
                        "isChosen": .flag(door.name == search.door),
                    ]
                }),
            "provenOnly": .flag(search.provenOnly), "isNarrowed": .flag(search != ListLegacyEntries.Search()),
            "chart": .object(SignInChart(days: days, dayLabel: phrases.axisDay).view),
            "impact": impact.view(phrases),
            "rows": lines.isEmpty ? .absent : ["items": ViewValue(lines.map(phrases.legacyLine))],
            "query": .text(link(after: "")), "first": isContinued ? .text(link(after: "")) : .absent,
            "next": ViewValue(next.map { link(after: $0) }),
        ]
    }

    private func link(after: String) -> String {
        QueryText.of([
            ("q", search.text), ("state", search.state?.rawValue ?? ""), ("clientApp", search.clientApp ?? ""),
            ("door", search.door ?? ""), ("proven", search.provenOnly ? "1" : ""), ("after", after),
        ])
    }
}
