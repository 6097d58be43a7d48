import MartletDirectory

extension EmergencyPage: Page {
    package static var template: String { "admin-emergency" }
    package static var section: String { "adminEmergency" }
    package var titleKey: String { "admin.emergency.title" }

    package func content(_ phrases: Phrases) -> ViewObject {
        [
            "mayMake": .flag(mayMake), "isEnough": .flag(accounts.filter(\.isReady).count >= 2),
            "count": ViewValue(accounts.count),
            "accounts": accounts.isEmpty ? .absent : ["items": ViewValue(accounts.map { $0.view(phrases) })],
        ]
    }
}

extension EmergencyPage.Account {
    fileprivate func view(_ phrases: Phrases) -> ViewObject {
        [
            "id": .text(id.rawValue), "userPrincipalName": .text(userPrincipalName),
            "createdAt": .object(phrases.day(createdAt)), "lastUsedAt": phrases.time(lastUsedAt),
            "isReady": .flag(isReady), "drillIsDue": .flag(drillIsDue),
        ]
    }
}
