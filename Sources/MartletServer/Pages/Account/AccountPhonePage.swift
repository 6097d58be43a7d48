/// Registering one more phone.
package struct AccountPhonePage: Page {
    package static let template = "account-phone"
    package static let section = "security"
    package let titleKey = "phone.title"
    /// How far it has come.
    package var steps: PhoneSteps

    /// A page with every field given.
    package init(steps: PhoneSteps) {
        self.steps = steps
    }

    package func content(_ phrases: Phrases) -> ViewObject { ["phone": steps.view(phrases)] }
}
