/// A new password, chosen by its owner.
package struct AccountPasswordPage: Page {
    /// What was wrong with the present password.
    package enum CurrentProblem: Sendable {
        case empty, wrong
        /// Too many failures; `seconds` until the next try counts.
        case locked(seconds: Int)
    }

    package static let template = "account-password"
    package static let section = "security"
    package let titleKey = "account.password.title"
    /// The sign-in name, for password managers.
    package var userName: String
    /// Whether the present password is asked for (MR-16).
    package var asksForCurrent: Bool
    /// What was wrong with the present password.
    package var currentProblem: CurrentProblem?
    /// Why the new one was refused.
    package var problem: PasswordProblem?

    /// A page with every field given.
    package init(
        userName: String, asksForCurrent: Bool = true, currentProblem: CurrentProblem? = nil,
        problem: PasswordProblem? = nil
    ) {
        self.userName = userName
        self.asksForCurrent = asksForCurrent
        self.currentProblem = currentProblem
        self.problem = problem
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        let words = phrases.passwordProblem(problem)
        let current: String? =
            switch currentProblem {
            case .empty: phrases("account.password.current.empty")
            case .wrong: phrases("account.password.current.wrong")
            case .locked(let seconds): phrases.lockout(seconds: seconds)
            case nil: nil
            }
        return [
            "userName": .text(userName), "asksForCurrent": .flag(asksForCurrent), "currentProblem": ViewValue(current),
            "problem": words.first, "repeatProblem": words.second,
        ]
    }
}
