import MartletDirectory

extension UserNewPage: Page {
    package static var template: String { "admin-user-new" }
    package static var section: String { "adminUsers" }
    package var titleKey: String { "admin.userNew.title" }

    package func content(_ phrases: Phrases) -> ViewObject {
        let isNameWrong = problems.contains { [.nameMissing, .nameInvalid, .nameTaken].contains($0) }
        let isPasswordWrong = problems.contains {
            [.passwordTooShort, .passwordTooLong, .passwordTooCommon, .passwordHasName].contains($0)
        }
        return [
            "problems": phrases.problems(problems.map(\.rawValue), of: "userNew.problem"),
            "isNameWrong": .flag(isNameWrong), "isPasswordWrong": .flag(isPasswordWrong),
            "isDisplayNameWrong": .flag(problems.contains(.displayNameMissing)),
            "localPart": ViewValue(nonEmpty: draft.localPart), "displayName": ViewValue(nonEmpty: draft.displayName),
            "givenName": ViewValue(nonEmpty: draft.givenName), "surname": ViewValue(nonEmpty: draft.surname),
            "domains": ViewValue(
                domains.map { ["name": .text($0), "isChosen": .flag($0 == draft.domain)] as ViewObject }),
            "onlyDomain": domains.count == 1 ? .text(domains[0]) : .absent,
            "mayAssignRoles": .flag(mayAssignRoles), "picker": .object(phrases.rolePicker(chosen: draft.role)),
        ]
    }
}
