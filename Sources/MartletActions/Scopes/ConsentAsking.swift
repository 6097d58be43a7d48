import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// A scope as a page shows it to people.
package struct ScopeWords: Sendable, Equatable {
    /// The scope in canonical form; those of OpenID Connect and of Martlet's own API have words in the message catalogues.
    package var scope: String
    /// The words that another API has for it, in its owner's language.
    package var title: String?
    /// The same in a sentence.
    package var explanation: String
    /// The name of that API.
    package var api: String?

    /// Words with every field given.
    package init(scope: String, title: String? = nil, explanation: String = "", api: String? = nil) {
        self.scope = scope
        self.title = title
        self.explanation = explanation
        self.api = api
    }

    init(_ item: ScopeWish.Item) {
        switch item.resource {
        case .martlet: self.init(scope: item.canonical)
        case .application(let api):
            self.init(
                scope: item.canonical, title: item.scope.displayName, explanation: item.scope.explanation,
                api: api.displayName)
        }
    }
}

/// What a person is asked on behalf of an app: everything that the page shows and that their answer is about (A193, A194).
package struct ConsentAsking: Sendable, Equatable {
    /// Who can give the answer.
    package enum Decider: Sendable, Equatable {
        /// The person, for themselves.
        case person
        /// The person for themselves, or, as an administrator, for everybody.
        case personOrOrganization
        /// The person, as an administrator and for everybody: nobody can agree to this for themselves.
        case organization
        /// Somebody else: an administrator.
        case anAdministrator
    }

    /// The app.
    package var application: ID<Application>
    package var applicationName: String
    /// Who stands behind the app, where it is known.
    package var publisher: String?
    /// What the app says of itself.
    package var homepageURI: String?
    package var appearance: ApplicationAppearance
    /// Where the answer goes.
    package var redirectURI: String
    /// What nobody has agreed to yet.
    package var asked: [ScopeWords]
    /// What only an administrator can agree to, and none did.
    package var administrative: [ScopeWords]
    /// What the person agreed to before, and when.
    package var agreed: [ScopeWords]
    package var agreedAt: Timestamp?
    /// What somebody agreed to for everybody.
    package var agreedForAll: [ScopeWords]
    /// Who can give the answer.
    package var decider: Decider

    /// Names exactly what is shown: an answer to anything else does not count (A194).
    package var digest: String {
        var text = [
            application.rawValue, applicationName, publisher ?? "", homepageURI ?? "", appearance.policyURI ?? "",
            appearance.termsURI ?? "", appearance.isSelfRegistered ? "self" : "", redirectURI,
        ]
        for list in [asked, administrative, agreed, agreedForAll] {
            text.append("-")
            for words in list { text += [words.scope, words.title ?? "", words.explanation, words.api ?? ""] }
        }
        return Base64URL.encode(IdentifierDigest.of(text.joined(separator: "\n")))
    }
}

extension Tables {
    /// What the person of a flow is asked on behalf of its app; `nil` for a flow without an app's request.
    func consentAsking(_ flow: Flow, _ decision: SignInDecision) throws -> ConsentAsking? {
        guard let application = flow.application, let request = flow.authorizeRequest,
            let user = flow.subject?.user
        else { return nil }
        let wish = try wish(request.consentScopes, of: application, in: flow.tenant.id, own: [])
        let coverage = try coverage(of: wish, application: application, user: user.id)
        let own = try consents.find(user.id, application: application.id)
        let open = Set(
            (coverage.askable + coverage.administrative).map(\.canonical) + coverage.askableOpenID)
        let agreed = wish.canonical.values.filter { !open.contains($0) && own?.scopes.contains($0) == true }
        let agreedForAll = wish.canonical.values.filter { !open.contains($0) && !agreed.contains($0) }
        let mayDecideForAll = try mayConsentForOrganization(user, by: decision)
        let decider: ConsentAsking.Decider =
            switch (coverage.administrative.isEmpty, mayDecideForAll) {
            case (true, false): .person
            case (true, true): .personOrOrganization
            case (false, true): .organization
            case (false, false): .anAdministrator
            }
        let words = Dictionary(wish.items.map { ($0.canonical, ScopeWords($0)) }) { first, _ in first }
        let presentation = application.settings.presentation
        return ConsentAsking(
            application: application.id, applicationName: application.displayName,
            publisher: presentation.publisher, homepageURI: presentation.homepageURI,
            appearance: ApplicationAppearance(application), redirectURI: request.redirectURI,
            asked: coverage.askableOpenID.map { ScopeWords(scope: $0) } + coverage.askable.map { ScopeWords($0) },
            administrative: coverage.administrative.map { ScopeWords($0) },
            agreed: agreed.map { words[$0] ?? ScopeWords(scope: $0) }, agreedAt: own?.grantedAt,
            agreedForAll: agreedForAll.map { words[$0] ?? ScopeWords(scope: $0) }, decider: decider)
    }

    /// Canonical scopes in words where an API has some; what is no longer there stands under its bare name.
    func words(for scopes: ScopeSet, of application: Application, in tenant: ID<Tenant>) throws -> [ScopeWords] {
        let wish = try wish(scopes, of: application, in: tenant, own: [])
        let words = Dictionary(wish.items.map { ($0.canonical, ScopeWords($0)) }) { first, _ in first }
        return scopes.values.map { words[$0] ?? ScopeWords(scope: $0) }
    }

    /// Whether somebody may agree for everybody in a sign-in as far as it has come: that changes the organisation, so a
    /// password alone is not enough for it, whatever the policies are (D9).
    func mayConsentForOrganization(_ user: User, by decision: SignInDecision) throws -> Bool {
        guard let clearance = decision.clearance, clearance.assurance >= .multiFactor else { return false }
        return try mayConsentForOrganization(user)
    }

    /// Whether somebody holds a role that agrees for everybody.
    func mayConsentForOrganization(_ user: User) throws -> Bool {
        let caller = Caller(
            identity: .user(user.id, name: user.userPrincipalName.text, session: ID("")), tenant: user.tenant,
            correlationID: "")
        return try isPermitted(caller, to: .consentForOrganization)
    }
}

extension PublicURL {
    /// Where an administrator agrees for everybody; a scope in canonical form needs no escaping in a query.
    package func adminConsent(to asking: ConsentAsking, in tenant: ID<Tenant>) -> String {
        let scopes = (asking.asked + asking.administrative).map(\.scope).joined(separator: "+")
        return "\(text)/\(tenant)/v2.0/adminconsent?client_id=\(asking.application)&scope=\(scopes)"
    }
}
