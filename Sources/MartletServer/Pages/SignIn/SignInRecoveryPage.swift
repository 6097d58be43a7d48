/// The second factor by a recovery code, for somebody without the phone.
package struct SignInRecoveryPage: Page {
    package static let template = "signin-recovery"
    package let titleKey = "signIn.recovery.title"
    /// The flow.
    package var flow: SignInFlow
    /// Why a second factor is asked for, as the decision says.
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
                "problem": ViewValue(problem.map { $0.words(phrases, of: "signIn.recovery") }),
            ], phrases)
    }
}
