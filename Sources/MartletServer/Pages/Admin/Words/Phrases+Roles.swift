import MartletDirectory

extension Phrases {
    /// The name of a role in the language of the page.
    func roleName(_ id: ID<DirectoryRole>) -> String {
        guard let role = DirectoryRole.find(id) else { return id.rawValue }
        return self("admin.role.\(WordKey.of(role.displayName)).name")
    }

    /// A role for lists, pickers and badges.
    func role(_ id: ID<DirectoryRole>) -> ViewObject {
        guard let role = DirectoryRole.find(id) else {
            return ["id": .text(id.rawValue), "name": .text(id.rawValue), "line": .absent, "isAdministrator": false]
        }
        return [
            "id": .text(id.rawValue), "name": .text(roleName(id)),
            "line": .text(self("admin.role.\(WordKey.of(role.displayName)).line")),
            "isAdministrator": .flag(role.isAdministrator),
            "isSynchronization": .flag(id == DirectoryRole.directorySynchronizationAccounts.id),
        ]
    }

    /// The roles that a picker offers, the seventeen first; never the synchronization role (SD-48).
    func rolePicker(except held: Set<ID<DirectoryRole>> = [], chosen: ID<DirectoryRole>? = nil) -> ViewObject {
        let offered = DirectoryRole.all.filter {
            $0.id != DirectoryRole.directorySynchronizationAccounts.id && !held.contains($0.id)
        }
        let choice: (DirectoryRole) -> ViewObject = { offer in
            var view = self.role(offer.id)
            view["isChosen"] = .flag(offer.id == chosen)
            return view
        }
        return [
            "administrators": ViewValue(offered.filter(\.isAdministrator).map(choice)),
            "others": ViewValue(offered.filter { !$0.isAdministrator }.map(choice)),
        ]
    }

    /// A role that is held, with how.
    func held(_ held: HeldRole) -> ViewObject {
        var view = role(held.role)
        view["assignment"] = .text(held.assignment.rawValue)
        view["since"] = .object(day(held.since))
        view["group"] = ViewValue(held.group?.rawValue)
        view["groupName"] = ViewValue(held.groupName)
        return view
    }
}
