extension GroupNewPage: Page {
    package static var template: String { "admin-group-new" }
    package static var section: String { "adminGroups" }
    package var titleKey: String { "admin.groupNew.title" }

    package func content(_ phrases: Phrases) -> ViewObject {
        [
            "problems": phrases.problems(problems.map(\.rawValue), of: "groupNew.problem"),
            "isNameWrong": .flag(!problems.isEmpty), "name": ViewValue(nonEmpty: displayName),
            "description": ViewValue(nonEmpty: description), "mayMakeAssignable": .flag(mayMakeAssignable),
        ]
    }
}
