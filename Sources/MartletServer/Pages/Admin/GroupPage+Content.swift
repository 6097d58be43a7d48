import MartletDirectory

extension GroupPage: Page {
    package static var template: String { "admin-group" }
    package static var section: String { "adminGroups" }
    package var titleKey: String { "admin.group.title" }
    package func titleArguments(_ phrases: Phrases) -> [String: String] { ["name": group.displayName] }

    package func content(_ phrases: Phrases) -> ViewObject {
        [
            "notice": phrases.notice(notice), "id": .text(group.id.rawValue), "groupID": .text(group.id.rawValue),
            "name": .text(group.displayName),
            "description": ViewValue(nonEmpty: group.description), "isAssignable": .flag(group.isAssignableToRole),
            "createdAt": .object(phrases.day(group.createdAt)), "memberCount": phrases.number(members.count),
            "members": members.isEmpty
                ? .absent
                : [
                    "items": ViewValue(
                        members.map {
                            phrases.person($0.id, displayName: $0.displayName, userPrincipalName: $0.userPrincipalName)
                        })
                ],
            "roles": roles.isEmpty ? .absent : ["items": ViewValue(roles.map(phrases.held))],
            "picker": .object(phrases.rolePicker(except: Set(roles.map(\.role)))),
            "mayManage": .flag(mayManage), "mayAssignRoles": .flag(mayAssignRoles && group.isAssignableToRole),
            "unknownMember": ViewValue(unknownMember),
        ]
    }
}
