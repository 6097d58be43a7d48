import MartletDirectory

extension Phrases {
    /// A line of the sign-in log.
    func signIn(_ row: SignInRow) -> ViewObject {
        let name = row.displayName.isEmpty ? row.userPrincipalName : row.displayName
        return [
            "id": .text(row.id.rawValue), "time": .object(time(row.at)), "name": .text(name),
            "userPrincipalName": row.displayName.isEmpty ? .absent : .text(row.userPrincipalName),
            "app": .text(application(row.applicationName)), "status": .text(row.status.rawValue),
            "statusText": .text(self("admin.status.\(row.status.rawValue)")),
            "errorCode": row.errorCode == 0 ? .absent : ViewValue(row.errorCode),
            "client": .text(word(WordKey.of(row.clientApp), of: "client", else: row.clientApp)),
            "isLegacy": .flag(row.isLegacy), "isMultiFactor": .flag(row.requirement == .multiFactor),
            "address": .text(row.origin.address), "country": ViewValue(row.origin.country),
            "agent": ViewValue(nonEmpty: agent(row.origin)),
        ]
    }

    /// A line of the audit log.
    func audit(_ record: AuditRecord) -> ViewObject {
        [
            "id": .text(record.id.rawValue), "time": .object(time(record.createdAt)),
            "activity": .text(activity(record.activity)),
            "category": .text(self("admin.category.\(record.category.rawValue)")),
            "succeeded": .flag(record.succeeded), "isAlert": .flag(record.isAlert),
            "reason": ViewValue(nonEmpty: record.resultReason), "actor": .text(actor(record.actor)),
            "target": ViewValue(record.targets.first?.name),
            "moreTargets": record.targets.count > 1 ? ViewValue(record.targets.count - 1) : .absent,
            "address": ViewValue(nonEmpty: record.address),
        ]
    }

    /// What was done, in words.
    func activity(_ name: String) -> String { word(WordKey.of(name), of: "activity", else: name) }

    /// Who acted, in words.
    func actor(_ actor: AuditRecord.Actor) -> String {
        switch actor {
        case .user(_, let name): name
        case .operator: self("admin.actor.operator")
        case .system: self("admin.actor.system")
        }
    }

    /// What the client calls itself, in a few words; empty where it is nothing known.
    func agent(_ origin: Origin) -> String {
        let agent = AgentName(userAgent: origin.userAgent)
        return switch (agent.program, agent.system) {
        case (let program?, let system?): self("admin.agent.on", ["program": program, "system": system])
        case (let program?, nil): program
        case (nil, let system?): system
        case (nil, nil): ""
        }
    }

    /// The message of a word, or `fallback` where the catalogue has none.
    func word(_ word: String, of group: String, else fallback: String) -> String {
        let key = "admin.\(group).\(word)"
        return has(key) ? self(key) : fallback
    }
}
