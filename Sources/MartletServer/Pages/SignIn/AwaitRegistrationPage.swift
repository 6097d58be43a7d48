import MartletDirectory

/// A first method must be registered, and whoever is there has not shown enough for that: what to do.
package struct AwaitRegistrationPage: Page {
    package static let template = "signin-await-registration"
    package let titleKey = "signIn.awaitRegistration.title"
    /// The flow.
    package var flow: SignInFlow
    /// What the organisation wants.
    package var wants: AuthenticationMethodsPolicy.FirstRegistration
    /// Whether it may be put off.
    package var demand: RegistrationDemand

    /// A page with every field given.
    package init(
        flow: SignInFlow, wants: AuthenticationMethodsPolicy.FirstRegistration, demand: RegistrationDemand
    ) {
        self.flow = flow
        self.wants = wants
        self.demand = demand
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        flow.content(
            [
                "what": .text(phrases("signIn.awaitRegistration.\(wants.rawValue)")),
                "demand": demand.view(phrases), "code": "AADSTS53004",
            ], phrases)
    }
}
