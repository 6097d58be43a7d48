import MartletActions
import MartletDirectory
import MartletPolicy

/// What would break if the security defaults were switched on today, by name.
package struct LegacyImpactPage: Sendable {
    /// What would break.
    package let impact: LegacyImpact

    /// The page of an impact.
    package init(impact: LegacyImpact) {
        self.impact = impact
    }
}

extension LegacyImpactPage: Page {
    package static var template: String { "admin-legacy-impact" }
    package static var section: String { "adminLegacy" }
    package var titleKey: String { impact.areDefaultsOn ? "legacy.impact.title.on" : "legacy.impact.title" }

    package func content(_ phrases: Phrases) -> ViewObject {
        [
            "areDefaultsOn": .flag(impact.areDefaultsOn),
            "summary": LegacyImpactSummary(impact).view(phrases),
            "people": people(impact.stopped.filter { !$0.isService }, phrases),
            "services": people(impact.services, phrases), "exempt": people(impact.exempt, phrases),
            "refusedAlready": people(impact.refusedAlready, phrases),
            "apps": impact.applications.isEmpty
                ? .absent : ["items": ViewValue(impact.applications.map { app($0, phrases) })],
            "bare": bare(phrases),
            "grace": .text(phrases.count("legacy.impact.grace", impact.graceDays)),
            "hasNameless": .flag(impact.hasNameless), "isComplete": .flag(impact.isComplete),
        ]
    }

    private func bare(_ phrases: Phrases) -> ViewValue {
        let people = impact.withoutSecondFactor
        guard !people.isEmpty else { return .absent }
        let more = impact.withoutSecondFactorCount - people.count
        return [
            "items": ViewValue(
                people.map {
                    phrases.person($0.id, displayName: $0.displayName, userPrincipalName: $0.userPrincipalName)
                }),
            "more": more > 0 ? .text(phrases.count("legacy.impact.more", more)) : .absent,
        ]
    }

    private func people(_ people: [LegacyImpact.Person], _ phrases: Phrases) -> ViewValue {
        guard !people.isEmpty else { return .absent }
        return [
            "items": ViewValue(
                people.map { person in
                    var view = phrases.person(
                        person.id,
                        displayName: person.displayName.isEmpty ? person.userPrincipalName : person.displayName,
                        userPrincipalName: person.userPrincipalName)
                    view["isLetIn"] = .flag(person.isLetIn)
                    view["last"] = .object(phrases.time(person.lastAt))
                    view["ways"] = ViewValue(person.ways.prefix(5).map { way($0, phrases) })
                    view["moreWays"] = person.ways.count > 5 ? ViewValue(person.ways.count - 5) : .absent
                    return view
                })
        ]
    }

    private func way(_ way: LegacyImpact.Way, _ phrases: Phrases) -> ViewObject {
        [
            "entry": .text(way.entry.rawValue), "client": .text(phrases.client(way.clientApp)),
            "app": .text(phrases.application(way.applicationName)),
            "remedy": .text(phrases("legacy.remedy.\(way.remedy.rawValue)")),
        ]
    }

    private func app(_ app: LegacyImpact.App, _ phrases: Phrases) -> ViewObject {
        [
            "id": ViewValue(app.id?.rawValue), "name": .text(phrases.application(app.name)),
            "people": .text(phrases.count("legacy.impact.app.people", app.people)),
            "grant": .flag(app.allowsPasswordGrant), "last": phrases.time(app.lastAt),
        ]
    }
}
