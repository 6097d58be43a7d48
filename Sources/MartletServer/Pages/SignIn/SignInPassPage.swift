/// A temporary access pass: in the place of the password, or as the second factor.
package struct SignInPassPage: Page {
    package static let template = "signin-pass"
    package let titleKey = "signIn.pass.title"
    /// The flow, with the name that was typed.
    package var flow: SignInFlow
    /// Why a second factor is asked for, as the decision says; nothing where the pass is the first.
    package var reasons: [AskReason]
    /// Whether the pass stands in the place of the password, so that the name may be changed.
    package var isFirst: Bool
    /// What was wrong, if anything; the same words whether there is such a name, or a pass (A089).
    package var problem: SignInPasswordPage.Problem?

    /// A page with every field given.
    package init(
        flow: SignInFlow, reasons: [AskReason] = [], isFirst: Bool = true, problem: SignInPasswordPage.Problem? = nil
    ) {
        self.flow = flow
        self.reasons = reasons
        self.isFirst = isFirst
        self.problem = problem
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        flow.content(
            [
                "reason": phrases.reasonLine(reasons), "isFirst": .flag(isFirst),
                "problem": ViewValue(problem.map { words(for: $0, phrases) }),
            ], phrases)
    }

    private func words(for problem: SignInPasswordPage.Problem, _ phrases: Phrases) -> String {
        switch problem {
        case .empty: phrases("signIn.pass.problem.empty")
        case .wrong: phrases("signIn.pass.problem.wrong")
        case .locked(let seconds): phrases.lockout(seconds: seconds)
        case .busy: phrases("signIn.password.problem.busy")
        }
    }
}
