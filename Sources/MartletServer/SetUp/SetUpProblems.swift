import MartletActions
import MartletPolicy

/// The problems of the set-up's fields in the words of its page.
struct SetUpProblems {
    let page: SetUpPage.Problems

    init(_ problems: [FieldProblem]) {
        var page = SetUpPage.Problems()
        for problem in problems {
            switch (problem.field, problem.problem) {
            case ("organizationName", .tooLong): page.organizationName = .tooLong
            case ("organizationName", _): page.organizationName = .empty
            case ("domain", .missing): page.domain = .empty
            case ("domain", _): page.domain = .malformed
            case ("displayName", .tooLong): page.displayName = .tooLong
            case ("displayName", _): page.displayName = .empty
            case ("userName", .missing): page.userName = .empty
            case ("userName", _): page.userName = .malformed
            case (_, .password(let verdict)): page.password = PasswordProblem(verdict)
            default: page.password = .empty
            }
        }
        self.page = page
    }
}

extension PasswordProblem {
    /// The problem that a verdict tells of.
    init(_ verdict: PasswordVerdict) {
        switch verdict {
        case .accepted: self = .empty
        case .refused(let reason): self = PasswordProblem(rawValue: reason.rawValue) ?? .commonTerm
        }
    }
}
