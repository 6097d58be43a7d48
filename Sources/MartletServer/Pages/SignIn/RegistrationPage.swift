/// The interrupt: setting up an authenticator app and proving that it works.
package struct RegistrationPage: Page {
    package static let template = "signin-register"
    package let titleKey = "authenticator.title"
    /// The flow.
    package var flow: SignInFlow
    /// The secret to set up.
    package var offer: AuthenticatorOffer
    /// Whether it may be put off, and why it is asked for.
    package var demand: RegistrationDemand
    /// What was wrong with the last code, if anything.
    package var problem: CodeProblem?

    /// A page with every field given.
    package init(
        flow: SignInFlow, offer: AuthenticatorOffer, demand: RegistrationDemand, problem: CodeProblem? = nil
    ) {
        self.flow = flow
        self.offer = offer
        self.demand = demand
        self.problem = problem
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        flow.content(
            [
                "offer": offer.view, "demand": demand.view(phrases),
                "problem": ViewValue(problem.map { $0.words(phrases, of: "signIn.code") }),
            ], phrases)
    }
}
