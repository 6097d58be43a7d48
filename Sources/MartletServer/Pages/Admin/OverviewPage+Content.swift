import MartletDirectory

extension OverviewPage: Page {
    package static var template: String { "admin-overview" }
    package static var section: String { "adminOverview" }
    package var titleKey: String { "admin.overview.title" }

    package func content(_ phrases: Phrases) -> ViewObject {
        let people = registration.registered + registration.inGrace + registration.waiting + registration.mustRegister
        return [
            "isOn": .flag(defaults.isEnabled),
            "since": phrases.time(defaults.isEnabled ? defaults.enabledAt : defaultsOffSince),
            "restored": restored.map { restored in
                [
                    "text": .text(
                        phrases(
                            "admin.overview.restored",
                            [
                                "at": phrases.timeText(restored.at), "backup": phrases.timeText(restored.backupMadeAt),
                            ]))
                ]
            } ?? .absent,
            "isNew": .flag(people <= 1), "people": phrases.number(people),
            "registered": phrases.number(registration.registered),
            "administrators": phrases.number(administrators),
            "others": phrases.number(max(0, people - administrators)), "challenges": phrases.number(challenges),
            "readsLogs": .flag(!signIns.isEmpty), "dayCount": ViewValue(signIns.count),
            "attempts": phrases.number(legacy.attempts),
            "blocked": phrases.number(legacy.blocked),
            "progress": progress(people: people, phrases), "deadlines": coming(phrases), "chart": chart(phrases),
            "legacy": legacyView(phrases), "alerts": alertsView(phrases),
            "firstMethods": firstMethodsView(phrases), "advice": adviceView(phrases),
            "countedAt": phrases.time(countedAt),
        ]
    }

    private func progress(people: Int, _ phrases: Phrases) -> ViewValue {
        let bar = ShareBar([
            ("registered", registration.registered), ("inGrace", registration.inGrace),
            ("waiting", registration.waiting), ("mustRegister", registration.mustRegister),
        ])
        return [
            "percent": ViewValue(bar.parts[0].percent), "total": .text(ChartNumber.grouped(people)),
            "isEmpty": .flag(bar.isEmpty), "isDone": .flag(!bar.isEmpty && bar.parts[0].count == bar.total),
            "exempt": registration.exempt == 0
                ? .absent : .text(phrases.count("admin.progress.exempt", registration.exempt)),
            "parts": ViewValue(
                bar.parts.map { part in
                    [
                        "name": .text(part.name), "x": .text(part.x), "width": .text(part.width),
                        "isVisible": .flag(part.isVisible), "count": .text(part.countText),
                        "percent": ViewValue(part.percent),
                        "label": .text(phrases("admin.progress.\(part.name)")),
                        "hint": .text(phrases("admin.progress.\(part.name).hint")),
                    ]
                }),
        ]
    }

    /// The coming days as boxes, and the first eight people by name.
    private func coming(_ phrases: Phrases) -> ViewValue {
        guard !deadlines.isEmpty else { return .absent }
        let strip = DeadlineStrip(
            deadlines: deadlines.map(\.at), today: phrases.now, length: 15, dayLabel: phrases.axisDay)
        return [
            "days": ViewValue(
                strip.days.map { day in
                    [
                        "date": .text(day.date), "label": .text(day.label), "count": ViewValue(day.count),
                        "level": ViewValue(day.level), "isToday": .flag(day.isToday), "isFree": .flag(day.isFree),
                    ]
                }),
            "people": ViewValue(
                deadlines.prefix(8).map { deadline in
                    var view = phrases.person(
                        deadline.user, displayName: deadline.displayName,
                        userPrincipalName: deadline.userPrincipalName)
                    view["day"] = .object(phrases.day(deadline.at))
                    view["left"] = .text(phrases.count("admin.registration.daysLeft", deadline.daysLeft))
                    view["isSoon"] = .flag(deadline.daysLeft <= 2)
                    return view
                }),
            "more": deadlines.count > 8 ? ViewValue(max(registration.inGrace, deadlines.count) - 8) : .absent,
        ]
    }

    private func chart(_ phrases: Phrases) -> ViewValue {
        .object(SignInChart(days: signIns, dayLabel: phrases.axisDay).view)
    }

    private func legacyView(_ phrases: Phrases) -> ViewValue {
        guard legacy.attempts > 0 else { return .absent }
        let counts: ([Count]) -> ViewValue = { counts in
            ViewValue(
                counts.prefix(5).map { count in
                    ["name": .text(count.name), "count": .text(ChartNumber.grouped(count.count))]
                })
        }
        return [
            "accounts": counts(legacy.topAccounts),
            "clients": ViewValue(
                legacy.topClients.prefix(5).map { count in
                    [
                        "name": .text(phrases.word(WordKey.of(count.name), of: "client", else: count.name)),
                        "count": .text(ChartNumber.grouped(count.count)),
                        "query": .text(QueryText.of([("clientApp", count.name), ("legacy", "1")])),
                    ]
                }),
            "allBlocked": .flag(legacy.attempts == legacy.blocked),
        ]
    }

    private func firstMethodsView(_ phrases: Phrases) -> ViewValue {
        guard !firstMethods.isEmpty else { return .absent }
        let items = firstMethods.map { first in
            var view = phrases.person(
                first.user, displayName: first.displayName, userPrincipalName: first.userPrincipalName)
            view["time"] = .object(phrases.time(first.note.at))
            view["place"] = ViewValue(nonEmpty: first.note.address)
            return view
        }
        return ["items": ViewValue(items)]
    }

    private func alertsView(_ phrases: Phrases) -> ViewValue {
        guard !alerts.isEmpty else { return .absent }
        return [
            "items": ViewValue(
                alerts.prefix(5).map { alert in
                    [
                        "text": .text(
                            phrases(
                                "admin.alert.\(alert.kind.rawValue)",
                                ["actor": alert.actor, "target": target(of: alert, phrases)])),
                        "time": .object(phrases.time(alert.at)), "path": .text(alert.path),
                    ]
                })
        ]
    }

    /// What an alert is about: a name, or for those without a sentence of their own what was done.
    private func target(of alert: Alert, _ phrases: Phrases) -> String {
        alert.kind == .other || alert.kind == .refused ? phrases.activity(alert.target) : alert.target
    }

    private func adviceView(_ phrases: Phrases) -> ViewValue {
        guard !advice.isEmpty else { return .absent }
        return ["items": ViewValue(advice.map { $0.view(phrases) })]
    }
}

extension OverviewPage.Advice {
    /// The card: a word for the message keys, where its link goes, and its number if it has one.
    fileprivate func view(_ phrases: Phrases) -> ViewObject {
        let (word, path, count, isUrgent): (String, String, Int, Bool) =
            switch self {
            case .turnDefaultsOn: ("turnDefaultsOn", "/admin/security-defaults", 0, true)
            case .makeEmergencyAccounts(let count): ("makeEmergencyAccounts", "/admin/emergency", count, false)
            case .addSecondGlobalAdministrator:
                (
                    "addSecondGlobalAdministrator", "/admin/roles/\(DirectoryRole.globalAdministrator.id)", 1, true
                )
            case .reduceGlobalAdministrators(let count):
                (
                    "reduceGlobalAdministrators", "/admin/roles/\(DirectoryRole.globalAdministrator.id)", count, false
                )
            case .reviewSynchronizationAccounts(let count):
                (
                    "reviewSynchronizationAccounts",
                    "/admin/roles/\(DirectoryRole.directorySynchronizationAccounts.id)", count, true
                )
            case .administratorsNotRegistered(let count):
                ("administratorsNotRegistered", "/admin/users?filter=administrators", count, true)
            case .moveLegacyClients(let count): ("moveLegacyClients", "/admin/signins?legacy=1", count, false)
            }
        return [
            "title": .text(phrases("admin.advice.\(word).title")),
            "text": .text(phrases.count("admin.advice.\(word).text", count)),
            "action": .text(phrases("admin.advice.\(word).action")), "path": .text(path), "isUrgent": .flag(isUrgent),
        ]
    }
}
