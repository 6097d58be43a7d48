/// The first administrator's authenticator app.
package struct SetUpAuthenticatorPage: Page {
    package static let template = "setup-authenticator"
    package let titleKey = "authenticator.title"
    /// The secret to set up.
    package var offer: AuthenticatorOffer
    /// Fields that the form carries on, such as the set-up's code.
    package var hiddenFields: [FormField]
    /// What was wrong with the last code, if anything.
    package var problem: CodeProblem?

    /// A page with every field given.
    package init(offer: AuthenticatorOffer, hiddenFields: [FormField], problem: CodeProblem? = nil) {
        self.offer = offer
        self.hiddenFields = hiddenFields
        self.problem = problem
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        [
            "offer": offer.view, "fields": ViewValue(hiddenFields.map(\.view)),
            "problem": ViewValue(problem.map { $0.words(phrases, of: "signIn.code") }),
        ]
    }
}
