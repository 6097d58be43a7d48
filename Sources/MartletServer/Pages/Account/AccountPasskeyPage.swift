/// Making one more passkey.
package struct AccountPasskeyPage: Page {
    package static let template = "account-passkey"
    package static let section = "security"
    package let titleKey = "passkey.make.title"
    /// What the browser is asked with.
    package var ask: PasskeyAsk
    /// The name that the person gives the passkey.
    package var name: String

    /// A page with every field given.
    package init(ask: PasskeyAsk, name: String = "") {
        self.ask = ask
        self.name = name
    }

    package func content(_ phrases: Phrases) -> ViewObject { ["passkey": ask.view(phrases), "name": .text(name)] }
}
