extension AdminProblemPage: Page {
    package static var template: String { "admin-problem" }
    package var titleKey: String { "admin.problem.\(problem.word).title" }

    package func content(_ phrases: Phrases) -> ViewObject {
        var view: ViewObject = [
            "text": .text(phrases("admin.problem.\(problem.word).text")),
            "next": .text(phrases("admin.problem.\(problem.word).next")), "back": .text(backPath),
            "correlation": ViewValue(nonEmpty: correlationID), "roles": .absent, "seconds": .absent,
        ]
        if case .forbidden(let roles) = problem, !roles.isEmpty {
            view["roles"] = ["items": ViewValue(roles.map(phrases.role))]
        }
        if case .busy(let seconds) = problem {
            view["seconds"] = .text(phrases.count("admin.problem.busy.seconds", seconds))
        }
        return view
    }
}
