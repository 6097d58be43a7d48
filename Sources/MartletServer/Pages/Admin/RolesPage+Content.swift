import MartletDirectory

extension RolesPage: Page {
    package static var template: String { "admin-roles" }
    package static var section: String { "adminRoles" }
    package var titleKey: String { "admin.roles.title" }

    package func content(_ phrases: Phrases) -> ViewObject {
        [
            "administrators": rows(DirectoryRole.all.filter(\.isAdministrator), phrases),
            "others": rows(DirectoryRole.all.filter { !$0.isAdministrator }, phrases),
        ]
    }

    private func rows(_ roles: [DirectoryRole], _ phrases: Phrases) -> ViewValue {
        ViewValue(
            roles.map { role in
                let count = holders[role.id] ?? 0
                var view = phrases.role(role.id)
                view["count"] = count == 0 ? .absent : phrases.number(count)
                return view
            })
    }
}
