/// Setting up one more authenticator app.
package struct AccountAuthenticatorPage: Page {
    package static let template = "account-authenticator"
    package static let section = "security"
    package let titleKey = "authenticator.title"
    /// The secret to set up.
    package var offer: AuthenticatorOffer
    /// The name that the person gives the app.
    package var name: String
    /// Fields that the form carries on, such as the sealed secret.
    package var hiddenFields: [FormField]
    /// What was wrong with the last code, if anything.
    package var problem: CodeProblem?

    /// A page with every field given.
    package init(
        offer: AuthenticatorOffer, name: String = "", hiddenFields: [FormField] = [], problem: CodeProblem? = nil
    ) {
        self.offer = offer
        self.name = name
        self.hiddenFields = hiddenFields
        self.problem = problem
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        [
            "offer": offer.view, "name": .text(name), "fields": ViewValue(hiddenFields.map(\.view)),
            "problem": ViewValue(problem.map { $0.words(phrases, of: "signIn.code") }),
        ]
    }
}
