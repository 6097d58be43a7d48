/// The second step: the password.
package struct SignInPasswordPage: Page {
    /// Why the step is shown again.
    package enum Problem: Sendable {
        /// Nothing was typed.
        case empty
        /// Name or password is wrong; the same words whether the name exists or not.
        case wrong
        /// Too many failures; `seconds` until the next try counts.
        case locked(seconds: Int)
        /// The server has too much to do.
        case busy
    }

    package static let template = "signin-password"
    package let titleKey = "signIn.password.title"
    /// The flow, with the name that was typed.
    package var flow: SignInFlow
    /// What was wrong, if anything.
    package var problem: Problem?

    /// A page with every field given.
    package init(flow: SignInFlow, problem: Problem? = nil) {
        self.flow = flow
        self.problem = problem
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        flow.content(["problem": ViewValue(problem.map { words(for: $0, phrases) })], phrases)
    }

    private func words(for problem: Problem, _ phrases: Phrases) -> String {
        switch problem {
        case .empty: phrases("signIn.password.problem.empty")
        case .wrong: phrases("signIn.password.problem.wrong")
        case .locked(let seconds): phrases.lockout(seconds: seconds)
        case .busy: phrases("signIn.password.problem.busy")
        }
    }
}

extension Phrases {
    /// That too many tries failed, and how long to wait, rounded up to whole minutes.
    func lockout(seconds: Int) -> String {
        count("common.locked", max(1, (seconds + 59) / 60))
    }
}
