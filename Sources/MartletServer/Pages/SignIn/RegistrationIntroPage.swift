/// The interrupt: why a second step is needed, before anything is set up.
package struct RegistrationIntroPage: Page {
    package static let template = "signin-register-intro"
    package let titleKey = "signIn.register.title"
    /// The flow.
    package var flow: SignInFlow
    /// Whether it may be put off, and why it is asked for.
    package var demand: RegistrationDemand

    /// A page with every field given.
    package init(flow: SignInFlow, demand: RegistrationDemand) {
        self.flow = flow
        self.demand = demand
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        flow.content(["demand": demand.view(phrases)])
    }
}
