/// The Martlet Authenticator: a page that its script fills with the accounts of the phone.
package struct AuthenticatorPage: Page {
    package static let template = "authenticator"
    package let titleKey = "app.title"
    /// This installation's address, which the phone's signatures name.
    package var audience: String
    /// The public key that a phone subscribes with, in base64url.
    package var pushKey: String

    /// A page with every field given.
    package init(audience: String, pushKey: String) {
        self.audience = audience
        self.pushKey = pushKey
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        ["audience": .text(audience), "pushKey": .text(pushKey)]
    }
}
