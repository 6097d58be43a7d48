/// The app asks for something to which only an administrator can agree: what it is, and what to send them.
package struct AwaitAdministratorPage: Page {
    package static let template = "signin-await-administrator"
    package let titleKey = "signIn.administrator.title"
    package func titleArguments(_ phrases: Phrases) -> [String: String] { ["app": flow.application ?? ""] }
    /// The flow, with the app's name.
    package var flow: SignInFlow
    /// What an administrator must agree to.
    package var scopes: [ScopeLine]
    /// Where the administrator does that.
    package var address: String

    /// A page with every field given.
    package init(flow: SignInFlow, scopes: [ScopeLine], address: String) {
        self.flow = flow
        self.scopes = scopes
        self.address = address
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        let app = flow.application ?? ""
        return flow.content([
            "scopes": ViewValue(phrases.scopes(scopes)),
            "message": .text(phrases("signIn.administrator.message", ["app": app, "address": address])),
            "code": "AADSTS90094",
        ])
    }
}
