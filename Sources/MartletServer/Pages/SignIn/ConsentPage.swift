import MartletDirectory

/// Whether an app gets what it asks for: asked of the person, or of an administrator for everybody.
package struct ConsentPage: Page {
    /// What the page offers.
    package enum Choice: Sendable {
        /// Yes or no, for the person alone.
        case own
        /// The same, and yes for everybody.
        case ownOrAll
        /// Yes for everybody, or no.
        case all
    }

    package static let template = "signin-consent"
    package var titleKey: String { choice == .all ? "signIn.consent.titleForAll" : "signIn.consent.title" }
    package func titleArguments(_ phrases: Phrases) -> [String: String] { ["app": flow.application ?? ""] }
    /// The flow, with the app's name.
    package var flow: SignInFlow
    /// Where the form leads.
    package var action: String
    /// The organisation that registered the app.
    package var organization: String
    /// Who stands behind the app, as it says itself.
    package var publisher: String?
    /// The host to which the answer goes.
    package var returnHost: String
    /// The app's home page.
    package var homepage: String?
    /// What the app asks for.
    package var scopes: [ScopeLine]
    /// What the person allowed before.
    package var agreed: [ScopeLine]
    /// When that was.
    package var agreedAt: Timestamp?
    /// What was allowed for everybody.
    package var agreedForAll: [ScopeLine]
    /// What the page offers.
    package var choice: Choice
    /// Names what is shown, so that the answer is to this and nothing else.
    package var digest: String
    /// Whether what is asked for has changed since the person last looked.
    package var hasChanged: Bool

    /// A page with every field given.
    package init(
        flow: SignInFlow, action: String? = nil, organization: String, publisher: String? = nil, returnHost: String,
        homepage: String? = nil, scopes: [ScopeLine], agreed: [ScopeLine] = [], agreedAt: Timestamp? = nil,
        agreedForAll: [ScopeLine] = [], choice: Choice = .own, digest: String = "", hasChanged: Bool = false
    ) {
        self.flow = flow
        self.action = action ?? "/signin/\(flow.handle)/consent"
        self.organization = organization
        self.publisher = publisher
        self.returnHost = returnHost
        self.homepage = homepage
        self.scopes = scopes
        self.agreed = agreed
        self.agreedAt = agreedAt
        self.agreedForAll = agreedForAll
        self.choice = choice
        self.digest = digest
        self.hasChanged = hasChanged
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        let lasts = (scopes + agreed + agreedForAll).contains { $0.scope == "offline_access" }
        return flow.content([
            "action": .text(action), "organization": .text(organization), "publisher": ViewValue(publisher),
            "host": .text(returnHost), "scopes": ViewValue(phrases.scopes(scopes)),
            "agreed": list(agreed, phrases), "agreedForAll": list(agreedForAll, phrases),
            "agreedAt": agreedAt.map { .object(phrases.day($0)) } ?? .flag(false),
            "homepage": AppLinks.web(homepage),
            "lifetime": .text(phrases(lasts ? "signIn.consent.lasting" : "signIn.consent.passing")),
            "offersOwn": .flag(choice != .all), "offersAll": .flag(choice != .own), "digest": .text(digest),
            "hasChanged": .flag(hasChanged), "isForAll": .flag(choice == .all),
        ])
    }

    private func list(_ lines: [ScopeLine], _ phrases: Phrases) -> ViewValue {
        lines.isEmpty ? .flag(false) : .object(["scopes": ViewValue(phrases.scopes(lines))])
    }
}
