/// The first step: who are you?
package struct SignInNamePage: Page {
    /// What was wrong with the name; whether it exists is never said.
    package enum Problem: String, Sendable, CaseIterable { case empty, notAName, expired }

    package static let template = "signin-name"
    package let titleKey = "signIn.name.title"
    /// The flow.
    package var flow: SignInFlow
    /// What was typed before, or what the app proposes (`login_hint`).
    package var typed: String
    /// What was wrong, if anything.
    package var problem: Problem?

    /// A page with every field given.
    package init(flow: SignInFlow, typed: String = "", problem: Problem? = nil) {
        self.flow = flow
        self.typed = typed
        self.problem = problem
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        flow.content([
            "typed": .text(typed), "problem": ViewValue(problem.map { phrases("signIn.name.problem.\($0.rawValue)") }),
        ])
    }
}
