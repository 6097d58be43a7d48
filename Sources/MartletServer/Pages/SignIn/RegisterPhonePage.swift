/// The interrupt: setting up the Martlet Authenticator and proving that the phone answers (PN-1).
package struct RegisterPhonePage: Page {
    package static let template = "signin-register-phone"
    package let titleKey = "phone.title"
    /// The flow.
    package var flow: SignInFlow
    /// How far it has come.
    package var steps: PhoneSteps
    /// Whether it may be put off, and why it is asked for.
    package var demand: RegistrationDemand

    /// A page with every field given.
    package init(flow: SignInFlow, steps: PhoneSteps, demand: RegistrationDemand) {
        self.flow = flow
        self.steps = steps
        self.demand = demand
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        flow.content(["phone": steps.view(phrases), "demand": demand.view(phrases)], phrases)
    }
}
