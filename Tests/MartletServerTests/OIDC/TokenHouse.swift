import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

/// An organisation with a registered member and two apps, for what happens after a sign-in.
struct TokenHouse: Sendable {
    let house: TestHouse
    let admin: TestHouse.Person
    let member: TestHouse.Person
    /// A public app.
    let app: TestHouse.App
    /// A confidential app with the same redirect URI.
    let other: TestHouse.App

    /// The house, in memory unless another is given.
    init(house given: TestHouse? = nil, consentMode: Application.ConsentMode = .organization) async throws {
        if let given { house = given } else { house = try await TestHouse() }
        admin = try await house.setUp()
        member = try await house.add("mia")
        app = try await house.app(consentMode: consentMode)
        other = try await house.app("Harbour", kind: .confidential)
    }

    /// The operator.
    var caller: Caller { get async throws { try await house.operatorCaller() } }

    /// A browser in which somebody is signed in to the account portal.
    func signedIn(_ client: any TestClientProtocol, as person: TestHouse.Person? = nil) async throws -> TestBrowser {
        let browser = TestBrowser(client)
        let page = try await browser.signIn("/account", as: person ?? member, at: house.now)
        try #require(page.status == 200)
        return browser
    }

    /// The next code that a signed-in browser gets for an app.
    func code(
        _ browser: TestBrowser, for app: TestHouse.App? = nil, extra: String = ""
    ) async throws -> TestBrowser.Answer {
        let answer = try await browser.get(TestBrowser.authorizePath(app ?? self.app, extra: extra))
        try #require(answer.parameters["code"] != nil)
        return answer
    }

    /// A redeemed code: access, ID and refresh token.
    func tokens(_ browser: TestBrowser, for app: TestHouse.App? = nil) async throws -> TestBrowser.Answer {
        let answer = try await browser.redeem(try await code(browser, for: app), app: app ?? self.app)
        try #require(answer.status == 200)
        return answer
    }

    /// Redeems a text that may be a code.
    func redeem(_ browser: TestBrowser, _ code: String) async throws -> TestBrowser.Answer {
        try await browser.token(
            app,
            [
                ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", app.redirectURI),
                ("code_verifier", TestBrowser.verifier),
            ])
    }

    /// A refresh.
    func refresh(
        _ browser: TestBrowser, _ tokens: TestBrowser.Answer, app: TestHouse.App? = nil, scope: String? = nil
    ) async throws -> TestBrowser.Answer {
        try await browser.token(
            app ?? self.app,
            [("grant_type", "refresh_token"), ("refresh_token", tokens.json("refresh_token") ?? "")]
                + (scope.map { [("scope", $0)] } ?? []))
    }

    /// What UserInfo answers to an answer's access token.
    func userInfoAnswer(_ browser: TestBrowser, _ tokens: TestBrowser.Answer) async throws -> TestBrowser.Answer {
        let token = tokens.json("access_token") ?? ""
        return try await browser.send("/oidc/userinfo", .get, nil, [.authorization: "Bearer \(token)"])
    }

    /// The status of that answer.
    func userInfo(_ browser: TestBrowser, _ tokens: TestBrowser.Answer) async throws -> Int {
        try await userInfoAnswer(browser, tokens).status
    }

    /// How many audit records of an activity there are.
    func audits(_ activity: AuditActivity) async throws -> Int {
        try await ListAudits(house.tools)(AuditSearch(activity: activity), by: try await caller).items.count
    }
}

extension TestBrowser.Answer {
    /// Whether it is a refusal of the token endpoint that gave nobody anything.
    func refuses(_ error: String = "invalid_grant", status: Int = 400) -> Bool {
        self.status == status && json("error") == error && json("access_token") == nil
            && json("refresh_token") == nil && json("id_token") == nil
    }
}
