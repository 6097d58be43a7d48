/// The step that replaces a temporary password.
package struct SignInNewPasswordPage: Page {
    package static let template = "signin-new-password"
    package let titleKey = "signIn.newPassword.title"
    /// The flow.
    package var flow: SignInFlow
    /// Why the last choice was refused, if it was.
    package var problem: PasswordProblem?

    /// A page with every field given.
    package init(flow: SignInFlow, problem: PasswordProblem? = nil) {
        self.flow = flow
        self.problem = problem
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        let words = phrases.passwordProblem(problem)
        return flow.content(["problem": words.first, "repeatProblem": words.second])
    }
}
