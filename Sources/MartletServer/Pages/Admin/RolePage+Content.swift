import MartletDirectory

extension RolePage: Page {
    package static var template: String { "admin-role" }
    package static var section: String { "adminRoles" }
    package var titleKey: String { "admin.role.\(WordKey.of(role.displayName)).name" }

    package func content(_ phrases: Phrases) -> ViewObject {
        var view = phrases.role(role.id)
        view["notice"] = phrases.notice(notice)
        view["count"] = phrases.number(holders.count)
        view["isMany"] = .flag(role == .globalAdministrator && holders.count >= 5)
        view["holders"] = holders.isEmpty ? .absent : ["items": ViewValue(holders.map { $0.view(phrases) })]
        return view
    }
}

extension RolePage.Holder {
    fileprivate func view(_ phrases: Phrases) -> ViewObject {
        var view = phrases.person(user, displayName: displayName, userPrincipalName: userPrincipalName)
        view["isEnabled"] = .flag(isEnabled)
        view["registration"] = .object(phrases.registration(registration))
        view["group"] = ViewValue(group?.rawValue)
        view["groupName"] = ViewValue(groupName)
        return view
    }
}
