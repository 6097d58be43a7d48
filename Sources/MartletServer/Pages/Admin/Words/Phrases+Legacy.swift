import MartletActions
import MartletDirectory
import MartletPolicy

extension Phrases {
    /// A line of the legacy authentication report.
    func legacyLine(_ line: LegacyLine) -> ViewObject {
        let entry = line.entry
        let agent = agent(Origin(address: "", userAgent: entry.key.userAgent))
        var view = legacyName(entry)
        view["id"] = .text(entry.id.rawValue)
        view["app"] = .text(application(entry.applicationName))
        view["client"] = .text(client(entry.key.clientApp))
        view["door"] = .text(word(entry.key.door, of: "door"))
        view["protocolName"] = .text(entry.key.protocolName)
        view["network"] = .text(network(entry.key.network))
        view["agent"] = ViewValue(nonEmpty: agent.isEmpty ? String(entry.key.userAgent.prefix(40)) : agent)
        view["first"] = .object(day(entry.firstSeenAt))
        view["last"] = .object(time(entry.lastSeenAt))
        view["attempts"] = number(entry.attempts)
        view["succeeded"] = number(entry.succeeded)
        view["refusedProven"] = number(entry.refusedProven)
        view["isLetIn"] = .flag(entry.succeeded > 0)
        view["isProven"] = .flag(entry.lastProvenAt != nil)
        view["isExempt"] = .flag(line.isExempt)
        view["isReopened"] = .flag(entry.reopenedAt != nil)
        view["owner"] = ViewValue(line.ownerName)
        view["state"] = .text(self("legacy.state.\(line.state.rawValue)"))
        view["tone"] = .text(tone(of: line.state))
        return view
    }

    /// Whose line it is: a person by name, or everybody whose name is nobody's.
    private func legacyName(_ entry: LegacyEntry) -> ViewObject {
        guard entry.key.user != nil else {
            return ["name": .text(self("legacy.nobody")), "userPrincipalName": .absent, "isNobody": true]
        }
        return [
            "name": .text(entry.userDisplayName.isEmpty ? entry.userPrincipalName : entry.userDisplayName),
            "userPrincipalName": entry.userDisplayName.isEmpty ? .absent : .text(entry.userPrincipalName),
            "isNobody": false,
        ]
    }

    /// A kind of client in words.
    func client(_ logName: String) -> String { word(WordKey.of(logName), of: "client", else: logName) }

    /// A network as the report keys it.
    func network(_ key: String) -> String {
        switch key {
        case "": self("legacy.network.every")
        case PlaceKey.loopback: self("legacy.network.loopback")
        case PlaceKey.unknown: self("common.unknown")
        default: key
        }
    }

    /// How a kind of client is set up anew: a name and the sentences.
    func remedy(_ remedy: LegacyRemedy) -> ViewObject {
        [
            "word": .text(remedy.rawValue), "title": .text(self("legacy.remedy.\(remedy.rawValue)")),
            "text": .text(self("legacy.remedy.\(remedy.rawValue).text")),
        ]
    }

    /// The states to choose from.
    func legacyStates(chosen: LegacyEntry.State?) -> ViewValue {
        ViewValue(
            LegacyEntry.State.allCases.map { state in
                [
                    "value": .text(state.rawValue), "label": .text(self("legacy.state.\(state.rawValue)")),
                    "isChosen": .flag(state == chosen),
                ]
            })
    }

    private func tone(of state: LegacyEntry.State) -> String {
        switch state {
        case .open: "warn"
        case .moving: "info"
        case .done: "good"
        case .accepted: "plain"
        }
    }
}
