import MartletDirectory

extension UsersPage: Page {
    package static var template: String { "admin-users" }
    package static var section: String { "adminUsers" }
    package var titleKey: String { "admin.users.title" }

    package func content(_ phrases: Phrases) -> ViewObject {
        [
            "notice": phrases.notice(notice), "query": ViewValue(nonEmpty: query), "total": phrases.number(total),
            "filter": .text(filter.rawValue), "mayAdd": .flag(mayAdd),
            "chips": ViewValue(
                Filter.allCases.map { chip in
                    [
                        "label": .text(phrases("admin.users.filter.\(chip.rawValue)")),
                        "isChosen": .flag(chip == filter),
                        "query": .text(link(to: chip, after: "")),
                    ]
                }),
            "rows": rows.isEmpty ? .absent : ["items": ViewValue(rows.map { $0.view(phrases) })],
            "isNarrowed": .flag(!query.isEmpty || filter != .all),
            "first": isContinued ? .text(link(to: filter, after: "")) : .absent,
            "next": ViewValue(next.map { link(to: filter, after: $0) }),
        ]
    }

    private func link(to chip: Filter, after: String) -> String {
        QueryText.of([("q", query), ("filter", chip == .all ? "" : chip.rawValue), ("after", after)])
    }
}

extension UsersPage.Row {
    fileprivate func view(_ phrases: Phrases) -> ViewObject {
        var view = phrases.person(id, displayName: displayName, userPrincipalName: userPrincipalName)
        view["isEnabled"] = .flag(isEnabled)
        view["isGuest"] = .flag(isGuest)
        view["isEmergency"] = .flag(isEmergencyAccess)
        view["isLocked"] = .flag(isLocked)
        view["role"] = ViewValue(roles.first.map(phrases.roleName))
        view["moreRoles"] = roles.count > 1 ? ViewValue(roles.count - 1) : .absent
        view["registration"] = .object(phrases.registration(registration))
        view["lastSignIn"] = phrases.time(lastSignInAt)
        return view
    }
}
