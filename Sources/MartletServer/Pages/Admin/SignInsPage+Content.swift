import MartletDirectory

extension SignInsPage: Page {
    package static var template: String { "admin-signins" }
    package static var section: String { "adminSignIns" }
    package var titleKey: String { "admin.signins.title" }

    package func content(_ phrases: Phrases) -> ViewObject {
        [
            "text": ViewValue(nonEmpty: filter.text), "user": ViewValue(filter.user?.rawValue),
            "userName": ViewValue(userName), "errorCode": ViewValue(nonEmpty: filter.errorCode),
            "from": ViewValue(nonEmpty: filter.from), "to": ViewValue(nonEmpty: filter.to),
            "legacyOnly": .flag(filter.legacyOnly), "isNarrowed": .flag(filter != Filter()),
            "isNarrowedMore": .flag(
                !filter.clientApp.isEmpty || !filter.errorCode.isEmpty || !filter.from.isEmpty || !filter.to.isEmpty),
            "statuses": ViewValue(
                SignInRecord.Status.allCases.map { status in
                    [
                        "value": .text(status.rawValue), "label": .text(phrases("admin.status.\(status.rawValue)")),
                        "isChosen": .flag(status == filter.status),
                    ]
                }),
            "apps": ViewValue(
                apps.map { app in
                    [
                        "value": .text(app.id.rawValue), "label": .text(app.name),
                        "isChosen": .flag(app.id.rawValue == filter.application),
                    ]
                }),
            "clientApps": ViewValue(
                clientApps.map { name in
                    [
                        "value": .text(name),
                        "label": .text(phrases.word(WordKey.of(name), of: "client", else: name)),
                        "isChosen": .flag(name == filter.clientApp),
                    ]
                }),
            "rows": rows.isEmpty ? .absent : ["items": ViewValue(rows.map(phrases.signIn))],
            "retention": ViewValue(retentionDays), "first": isContinued ? .text(link(after: "")) : .absent,
            "next": ViewValue(next.map { link(after: $0) }), "lookedBackTo": phrases.time(lookedBackTo),
        ]
    }

    private func link(after: String) -> String {
        QueryText.of([
            ("q", filter.text), ("user", filter.user?.rawValue ?? ""), ("app", filter.application),
            ("status", filter.status?.rawValue ?? ""), ("clientApp", filter.clientApp),
            ("legacy", filter.legacyOnly ? "1" : ""), ("error", filter.errorCode), ("from", filter.from),
            ("to", filter.to), ("after", after),
        ])
    }
}
