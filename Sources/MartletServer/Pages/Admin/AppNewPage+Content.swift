import MartletDirectory

extension AppNewPage: Page {
    package static var template: String { "admin-app-new" }
    package static var section: String { "adminApps" }
    package var titleKey: String { "admin.appNew.title" }

    package func content(_ phrases: Phrases) -> ViewObject {
        [
            "problems": phrases.problems(problems.map(\.rawValue), of: "app.problem"),
            "isNameWrong": .flag(problems.contains(.nameMissing)),
            "isRedirectWrong": .flag(problems.contains { $0 != .nameMissing }),
            "name": ViewValue(nonEmpty: displayName), "redirectText": ViewValue(nonEmpty: redirectURIs),
            "isConfidential": .flag(kind == .confidential), "isPublic": .flag(kind == .public),
            "isManagement": .flag(isManagement),
        ]
    }
}
