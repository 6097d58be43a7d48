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
    /// What the browser is asked for a passkey with, where the organisation has them.
    package var passkey: PasskeyAsk?

    /// A page with every field given.
    package init(flow: SignInFlow, typed: String = "", problem: Problem? = nil, passkey: PasskeyAsk? = nil) {
        self.flow = flow
        self.typed = typed
        self.problem = problem
        self.passkey = passkey
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        flow.content([
            "typed": .text(typed), "problem": ViewValue(problem.map { phrases("signIn.name.problem.\($0.rawValue)") }),
            "passkey": passkey.map { $0.view(phrases) } ?? .absent,
        ])
    }
}
