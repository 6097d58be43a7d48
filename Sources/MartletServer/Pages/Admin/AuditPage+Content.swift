import MartletDirectory

extension AuditPage: Page {
    package static var template: String { "admin-audit" }
    package static var section: String { "adminAudit" }
    package var titleKey: String { "admin.audit.title" }

    package func content(_ phrases: Phrases) -> ViewObject {
        var view = phrases.audit(record)
        view["correlation"] = .text(record.correlationID)
        view["actorID"] = .absent
        if case .user(let id, _) = record.actor { view["actorID"] = .text(id.rawValue) }
        view["targets"] =
            record.targets.isEmpty ? .absent : ["items": ViewValue(record.targets.map { target($0, phrases) })]
        view["changes"] =
            record.changes.isEmpty ? .absent : ["items": ViewValue(record.changes.map { change($0, phrases) })]
        view["siblings"] = siblings.isEmpty ? .absent : ["items": ViewValue(siblings.map(phrases.audit))]
        view["json"] = .text(json)
        return view
    }

    private func target(_ target: AuditRecord.Target, _ phrases: Phrases) -> ViewObject {
        let path: String? =
            switch target.kind {
            case .user: "/admin/users/\(target.id)"
            case .group: "/admin/groups/\(target.id)"
            case .role: "/admin/roles/\(target.id)"
            case .app: "/admin/apps/\(target.id)"
            case .policy: "/admin/security-defaults"
            case .directory, .session, .key: nil
            }
        return [
            "kind": .text(phrases("admin.target.\(target.kind.rawValue)")), "name": .text(target.name),
            "id": .text(target.id), "path": ViewValue(path),
        ]
    }

    /// A value in words where it is a word of ours; else as it is.
    private func value(_ value: String, of property: String, _ phrases: Phrases) -> String {
        switch (property, value) {
        case (_, "true"): phrases("admin.yes")
        case (_, "false"): phrases("admin.no")
        case ("reason", _): phrases.word(value, of: "defaults.reason")
        case ("role", _): phrases.word("\(WordKey.of(value)).name", of: "role", else: value)
        default: value
        }
    }

    private func change(_ change: AuditRecord.Change, _ phrases: Phrases) -> ViewObject {
        [
            "property": .text(phrases.word(change.property, of: "property")),
            "old": ViewValue(change.old.map { value($0, of: change.property, phrases) }),
            "new": ViewValue(change.new.map { value($0, of: change.property, phrases) }),
        ]
    }
}
