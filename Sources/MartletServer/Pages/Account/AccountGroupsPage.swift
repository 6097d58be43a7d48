import MartletDirectory

/// The groups that the person is in and the roles that they hold.
package struct AccountGroupsPage: Page {
    /// One group.
    package struct Membership: Sendable {
        /// Its name.
        package var name: String
        /// What it is for; may be empty.
        package var text: String

        /// A membership with every field given.
        package init(name: String, text: String) {
            self.name = name
            self.text = text
        }
    }

    package static let template = "account-groups"
    package static let section = "groups"
    package let titleKey = "account.groups.title"
    /// The groups, by name.
    package var groups: [Membership]
    /// The roles, direct ones first.
    package var roles: [HeldRole]

    /// A page with every field given.
    package init(groups: [Membership], roles: [HeldRole]) {
        self.groups = groups
        self.roles = roles
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        [
            "groups": ViewValue(
                groups.map { group -> ViewObject in
                    [
                        "name": .text(group.name), "initial": .text(group.name.prefix(1).uppercased()),
                        "text": group.text.isEmpty ? .absent : .text(group.text),
                    ]
                }),
            "hasNoGroup": .flag(groups.isEmpty), "hasNoRole": .flag(roles.isEmpty),
            "roles": ViewValue(roles.map(phrases.held)),
        ]
    }
}
