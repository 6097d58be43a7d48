import MartletDirectory

extension GroupsPage: Page {
    package static var template: String { "admin-groups" }
    package static var section: String { "adminGroups" }
    package var titleKey: String { "admin.groups.title" }

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

extension GroupsPage.Row {
    fileprivate func view(_ phrases: Phrases) -> ViewObject {
        [
            "id": .text(id.rawValue), "name": .text(displayName), "description": ViewValue(nonEmpty: description),
            "members": phrases.number(members), "isAssignable": .flag(isAssignableToRole),
            "role": ViewValue(roles.first.map(phrases.roleName)),
            "moreRoles": roles.count > 1 ? ViewValue(roles.count - 1) : .absent,
        ]
    }
}
