/// The interrupt: making a passkey, or setting up an authenticator app and proving that it works.
package struct RegistrationPage: Page {
    package static let template = "signin-register"
    package var titleKey: String { passkey == nil ? "authenticator.title" : "signIn.register.title" }
    /// The flow.
    package var flow: SignInFlow
    /// The secret to set up.
    package var offer: AuthenticatorOffer
    /// Whether it may be put off, and why it is asked for.
    package var demand: RegistrationDemand
    /// What was wrong with the last code, if anything.
    package var problem: CodeProblem?
    /// What the browser is asked to make a passkey with, where the organisation has them.
    package var passkey: PasskeyAsk?
    /// Whether an authenticator app can be registered here.
    package var offersApp: Bool

    /// A page with every field given.
    package init(
        flow: SignInFlow, offer: AuthenticatorOffer, demand: RegistrationDemand, problem: CodeProblem? = nil,
        passkey: PasskeyAsk? = nil, offersApp: Bool = true
    ) {
        self.flow = flow
        self.offer = offer
        self.demand = demand
        self.problem = problem
        self.passkey = passkey
        self.offersApp = offersApp
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        flow.content(
            [
                "offersApp": .flag(offersApp), "offersBoth": .flag(offersApp && passkey != nil), "offer": offer.view,
                "demand": demand.view(phrases),
                "passkey": passkey.map { $0.view(phrases) } ?? .absent,
                "problem": ViewValue(problem.map { $0.words(phrases, of: "signIn.code") }),
            ], phrases)
    }
}
