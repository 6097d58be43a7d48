import MartletDirectory

extension SecurityDefaultsPage: Page {
    package static var template: String { "admin-defaults" }
    package static var section: String { "adminDefaults" }
    package var titleKey: String { "admin.defaults.title" }

    package func content(_ phrases: Phrases) -> ViewObject {
        [
            "notice": phrases.notice(notice), "isOn": .flag(setting.isEnabled),
            "since": phrases.time(setting.isEnabled ? setting.enabledAt : offSince),
            "grace": ViewValue(setting.registrationGraceDays),
            "graceText": .text(
                setting.registrationGraceDays == 0
                    ? phrases("admin.defaults.grace.none")
                    : phrases.count("admin.defaults.grace.days", setting.registrationGraceDays)),
            "graceChoices": ViewValue(
                (0...14).map { days in
                    [
                        "value": ViewValue(days), "isChosen": .flag(days == setting.registrationGraceDays),
                        "label": .text(
                            days == 0
                                ? phrases("admin.defaults.grace.none")
                                : phrases.count("admin.defaults.grace.days", days)),
                    ]
                }),
            "people": phrases.number(affected.people), "registered": phrases.number(affected.registered),
            "administrators": phrases.number(affected.administrators), "others": phrases.number(affected.others),
            "blocked": phrases.number(affected.legacyBlocked), "apps": phrases.number(affected.managementApps),
            "exempt": affected.exempt == 0 ? .absent : .text(phrases.count("admin.defaults.exempt", affected.exempt)),
            "synchronizationRole": .text(DirectoryRole.directorySynchronizationAccounts.id.rawValue),
            "impact": impact?.view(phrases) ?? .absent, "mayChange": .flag(mayChange),
            "reasons": ViewValue(
                Reason.allCases.map { reason in
                    [
                        "value": .text(reason.rawValue),
                        "label": .text(phrases("admin.defaults.reason.\(reason.rawValue)")),
                        "hint": .text(phrases("admin.defaults.reason.\(reason.rawValue).hint")),
                        "isChosen": .flag(reason == chosenReason), "isOther": .flag(reason == .other),
                    ]
                }),
            "problem": ViewValue(problem.map { phrases("admin.defaults.problem.\($0.rawValue)") }),
            "isOpen": .flag(problem != nil),
            "history": history.isEmpty ? .absent : ["items": ViewValue(history.map { row($0, phrases) })],
        ]
    }

    /// A row of the history, with the reason if one was given.
    private func row(_ record: AuditRecord, _ phrases: Phrases) -> ViewObject {
        var view = phrases.audit(record)
        let reason = record.changes.first { $0.property == "reason" }?.new
        view["why"] = ViewValue(reason.map { phrases.word($0, of: "defaults.reason") })
        return view
    }
}
