import MartletDirectory

extension AuditsPage: Page {
    package static var template: String { "admin-audits" }
    package static var section: String { "adminAudit" }
    package var titleKey: String { "admin.audits.title" }

    package func content(_ phrases: Phrases) -> ViewObject {
        [
            "actor": ViewValue(nonEmpty: filter.actor), "target": ViewValue(nonEmpty: filter.target),
            "from": ViewValue(nonEmpty: filter.from), "to": ViewValue(nonEmpty: filter.to),
            "alertsOnly": .flag(filter.alertsOnly), "isNarrowed": .flag(filter != Filter()),
            "isNarrowedMore": .flag(!filter.target.isEmpty || !filter.from.isEmpty || !filter.to.isEmpty),
            "categories": ViewValue(
                AuditRecord.Category.allCases.map { category in
                    [
                        "value": .text(category.rawValue),
                        "label": .text(phrases("admin.category.\(category.rawValue)")),
                        "isChosen": .flag(category == filter.category),
                    ]
                }),
            "activities": ViewValue(
                activities.map { activity in
                    [
                        "value": .text(activity), "label": .text(phrases.activity(activity)),
                        "isChosen": .flag(activity == filter.activity),
                    ]
                }),
            "rows": rows.isEmpty ? .absent : ["items": ViewValue(rows.map(phrases.audit))],
            "retention": ViewValue(retentionDays), "first": isContinued ? .text(link(after: "")) : .absent,
            "next": ViewValue(next.map { link(after: $0) }), "lookedBackTo": phrases.time(lookedBackTo),
        ]
    }

    private func link(after: String) -> String {
        QueryText.of([
            ("actor", filter.actor), ("activity", filter.activity), ("category", filter.category?.rawValue ?? ""),
            ("alerts", filter.alertsOnly ? "1" : ""), ("target", filter.target), ("from", filter.from),
            ("to", filter.to), ("after", after),
        ])
    }
}
