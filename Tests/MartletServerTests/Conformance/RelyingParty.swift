import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletTesting
import Testing

/// An app as the OpenID Foundation's suite plays it: confidential, without PKCE, with its answers by either mode.
struct RelyingParty: Sendable {
    let house: TestHouse
    let member: TestHouse.Person
    let app: TestHouse.App
    let other: TestHouse.App
    /// `query` or `form_post`.
    let mode: String

    /// The modes in which the basic plan is run: the form-post plan has the same modules.
    static let modes = ["query", "form_post"]

    init(mode: String = "query") async throws {
        house = try await TestHouse()
        _ = try await house.setUp()
        member = try await house.add("mia")
        app = try await house.app("Suite", kind: .confidential)
        other = try await house.app("Second", redirectURI: "https://second.example/cb", kind: .confidential)
        self.mode = mode
    }

    /// The address of an authorization request; `changes` replace or, with an empty value, take out parameters.
    func path(_ changes: [String: String] = [:], reversed: Bool = false) -> String {
        var fields = [
            ("client_id", app.id.rawValue), ("response_type", "code"), ("redirect_uri", app.redirectURI),
            ("scope", "openid"), ("state", "state-1"), ("nonce", "nonce-1"), ("response_mode", mode),
        ]
        for (name, value) in changes.sorted(by: { $0.key < $1.key }) {
            if let index = fields.firstIndex(where: { $0.0 == name }) {
                fields[index].1 = value
            } else {
                fields.append((name, value))
            }
        }
        fields.removeAll { $0.1.isEmpty }
        if reversed { fields.reverse() }
        let query = fields.map { "\($0.0)=\($0.1.formEncoded)" }.joined(separator: "&")
        return "/\(app.tenant)/oauth2/v2.0/authorize?\(query)"
    }

    /// Signs the member in for a request and gives what the app hears.
    func signIn(_ browser: TestBrowser, _ changes: [String: String] = [:]) async throws -> [String: String] {
        heard(try await browser.signIn(path(changes), as: member, at: house.now))
    }

    /// What the app hears in a browser that is signed in.
    func ask(_ browser: TestBrowser, _ changes: [String: String] = [:]) async throws -> [String: String] {
        heard(try await browser.get(path(changes)))
    }

    /// The parameters of an answer, by whichever way they travel; none where a page of Martlet is shown.
    func heard(_ page: TestBrowser.Answer) -> [String: String] {
        guard mode == "form_post" else {
            return page.location.hasPrefix(app.redirectURI) ? page.parameters : [:]
        }
        guard page.forms.contains(app.redirectURI) else { return [:] }
        var fields: [String: String] = [:]
        for input in page.body.tags("input") {
            if let name = input.attribute("name"), name != "token" { fields[name] = input.attribute("value") ?? "" }
        }
        return fields
    }

    /// Redeems a code with the secret in the header.
    func redeem(_ browser: TestBrowser, _ code: String?) async throws -> TestBrowser.Answer {
        try await token(
            browser,
            [("grant_type", "authorization_code"), ("code", code ?? ""), ("redirect_uri", app.redirectURI)])
    }

    /// A request to the token endpoint with the secret in the header.
    func token(
        _ browser: TestBrowser, _ fields: [(String, String)], as app: TestHouse.App? = nil
    ) async throws -> TestBrowser.Answer {
        let app = app ?? self.app
        let pair = "\(app.id):\(app.secret ?? "")"
        return try await browser.raw(
            "/\(app.tenant)/oauth2/v2.0/token", fields,
            headers: [.authorization: `Client authentication`.basic(pair)])
    }

    /// Signs in, redeems, and gives the answer of the token endpoint.
    func tokens(_ browser: TestBrowser, _ changes: [String: String] = [:]) async throws -> TestBrowser.Answer {
        let answer = try await redeem(browser, try await signIn(browser, changes)["code"])
        try #require(answer.status == 200, "\(answer.body)")
        return answer
    }

    /// The claims of the ID token of an answer, after its signature was checked.
    func idToken(_ answer: TestBrowser.Answer) async throws -> JSONObject {
        let text = try #require(answer.json("id_token"))
        return try await house.tools.keyRing.verifier(for: app.tenant, at: house.now).verify(
            text, type: .jwt, issuer: house.tools.publicURL.issuer(of: app.tenant), audience: app.id.rawValue,
            at: house.now)
    }

    /// UserInfo with the access token of an answer in the header.
    func userInfo(_ browser: TestBrowser, _ answer: TestBrowser.Answer) async throws -> TestBrowser.Answer {
        try await browser.send(
            "/oidc/userinfo", .get, nil, [.authorization: "Bearer \(answer.json("access_token") ?? "")"])
    }

    /// A document of the tenant as an object.
    func document(_ browser: TestBrowser, _ path: String) async throws -> JSONObject {
        let answer = try await browser.get("/\(app.tenant)\(path)")
        try #require(answer.status == 200)
        return try JSONReader.object(Array(answer.body.utf8))
    }
}
