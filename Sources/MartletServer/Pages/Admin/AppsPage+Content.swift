import MartletDirectory

extension AppsPage: Page {
    package static var template: String { "admin-apps" }
    package static var section: String { "adminApps" }
    package var titleKey: String { "admin.apps.title" }

    package func content(_ phrases: Phrases) -> ViewObject {
        [
            "notice": phrases.notice(notice), "query": ViewValue(nonEmpty: query), "mayAdd": .flag(mayAdd),
            "rows": rows.isEmpty ? .absent : ["items": ViewValue(rows.map { $0.view(phrases) })],
            "isNarrowed": .flag(!query.isEmpty),
            "first": isContinued ? .text(QueryText.of([("q", query)])) : .absent,
            "next": ViewValue(next.map { QueryText.of([("q", query), ("after", $0)]) }),
        ]
    }
}

extension AppsPage.Row {
    fileprivate func view(_ phrases: Phrases) -> ViewObject {
        [
            "id": .text(application.id.rawValue), "name": .text(application.displayName),
            "initial": .text(application.displayName.prefix(1).uppercased()),
            "kind": .text(phrases("admin.app.kind.\(application.kind.rawValue)")),
            "isFirstParty": .flag(application.settings.isFirstParty), "isEnabled": .flag(application.isEnabled),
            "isManagement": .flag(application.isManagement),
            "allowsPassword": .flag(application.allowsPasswordGrant), "signIns": phrases.number(signIns),
            "expires": ViewValue(credentialExpiresAt.map { phrases.day($0) }),
            "isExpiring": .flag(credentialExpiresSoon),
        ]
    }
}
