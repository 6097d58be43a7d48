import MartletActions

/// The first step of adding a way to sign in: which one.
package struct AccountAddMethodPage: Page {
    package static let template = "account-add-method"
    package static let section = "security"
    package let titleKey = "account.wizard.title"
    /// The ways, the strongest first.
    package var ways: [WayToAdd]

    /// A page with every field given.
    package init(ways: [WayToAdd]) {
        self.ways = ways
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        let strongest = ways.first { $0.obstacle == nil }
        return [
            "ways": ViewValue(
                ways.map { way -> ViewObject in
                    let (word, isOpen) = (way.kind.rawValue, way.obstacle == nil)
                    let name = phrases("account.wizard.\(word).name")
                    return [
                        "name": .text(name), "text": .text(phrases("account.wizard.\(word).text")),
                        "label": .text(phrases("account.wizard.label", ["way": name])),
                        "icon": .text(Self.icon(way.kind)), "isStrongest": .flag(way == strongest),
                        "obstacle": ViewValue(
                            way.obstacle.map { phrases("account.wizard.obstacle.\($0.rawValue)") }),
                        "isPasskey": .flag(isOpen && way.kind == .passkey),
                        "isPhone": .flag(isOpen && way.kind == .phone),
                        "isApp": .flag(isOpen && way.kind == .app), "isToken": .flag(isOpen && way.kind == .token),
                    ]
                })
        ]
    }

    private static func icon(_ kind: WayToAdd.Kind) -> String {
        switch kind {
        case .passkey: "key"
        case .phone, .app: "phone"
        case .token: "clock"
        }
    }
}
