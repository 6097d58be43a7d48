/// Whether the person lets the app have what it asks for.
package struct ConsentPage: Page {
    package static let template = "signin-consent"
    package let titleKey = "signIn.consent.title"
    package var titleArguments: [String: String] { ["app": flow.application ?? ""] }
    /// The flow, with the app's name.
    package var flow: SignInFlow
    /// The organisation that registered the app.
    package var publisher: String
    /// The host to which the answer goes.
    package var returnHost: String
    /// What the app asks for, as scope tokens.
    package var scopes: [String]

    /// A page with every field given.
    package init(flow: SignInFlow, publisher: String, returnHost: String, scopes: [String]) {
        self.flow = flow
        self.publisher = publisher
        self.returnHost = returnHost
        self.scopes = scopes
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        flow.content([
            "publisher": .text(publisher), "host": .text(returnHost), "scopes": ViewValue(phrases.scopes(scopes)),
        ])
    }
}

extension Phrases {
    private static let icons = [
        "openid": "user", "profile": "badge", "email": "mail", "offline_access": "clock", "groups": "group",
        "roles": "shield",
    ]

    /// Scopes in words; one that is not known is shown as it is.
    func scopes(_ scopes: [String]) -> [ViewObject] {
        scopes.map { scope in
            let isKnown = has("scope.\(scope).title")
            return [
                "title": .text(isKnown ? self("scope.\(scope).title") : scope),
                "text": .text(isKnown ? self("scope.\(scope).text") : self("scope.other")),
                "icon": .text(Self.icons[scope] ?? "code"),
            ]
        }
    }
}
