/// The second factor: the six digits of an authenticator app.
package struct SignInCodePage: Page {
    package static let template = "signin-code"
    package let titleKey = "signIn.code.title"
    /// The flow.
    package var flow: SignInFlow
    /// Why it is asked for, as the decision says.
    package var reasons: [AskReason]
    /// What was wrong with the last code, if anything.
    package var problem: CodeProblem?

    /// A page with every field given.
    package init(flow: SignInFlow, reasons: [AskReason], problem: CodeProblem? = nil) {
        self.flow = flow
        self.reasons = reasons
        self.problem = problem
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        flow.content(
            [
                "reason": phrases.reasonLine(reasons),
                "problem": ViewValue(problem.map { $0.words(phrases, of: "signIn.code") }),
            ], phrases)
    }
}
