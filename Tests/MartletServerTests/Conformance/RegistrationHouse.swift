import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

/// An organisation in which apps may register themselves, and what they find outside.
struct RegistrationHouse: Sendable {
    let house: TestHouse
    let fetch: CannedFetch
    let tenant: ID<Tenant>
    let member: TestHouse.Person
    /// An initial access token with a thousand uses.
    let token: String

    init() async throws {
        fetch = CannedFetch()
        house = try await TestHouse(outgoing: fetch)
        _ = try await house.setUp()
        member = try await house.add("mia")
        let caller = try await house.operatorCaller()
        tenant = caller.tenant
        token = try await AddInitialAccessToken(house.tools)(name: "Conformance", uses: 1000, by: caller).text
    }

    static let redirectURI = "https://rp.example/cb"

    /// Metadata with nothing but a redirect address and what is given.
    static func metadata(_ members: JSONObject = [:]) -> JSONObject {
        var object: JSONObject = ["client_name": "Relying party", "redirect_uris": .strings([redirectURI])]
        for member in members.members { object[member.name] = member.value }
        return object
    }

    /// Registers an app.
    func register(
        _ client: any TestClientProtocol, _ members: JSONObject = [:], token: String? = nil
    ) async throws -> Registered {
        let answer = try await send(
            client, "/\(tenant)/oauth2/v2.0/register", .post, Self.metadata(members), token: token ?? self.token)
        return Registered(answer)
    }

    /// A request to a registration of an app that was registered before.
    func manage(
        _ client: any TestClientProtocol, _ app: Registered, _ method: HTTPRequest.Method, _ body: JSONObject? = nil,
        token: String? = nil
    ) async throws -> Registered {
        let path = String(app.text("registration_client_uri").dropFirst(house.tools.publicURL.text.count))
        return Registered(
            try await send(client, path, method, body, token: token ?? app.text("registration_access_token")))
    }

    private func send(
        _ client: any TestClientProtocol, _ path: String, _ method: HTTPRequest.Method, _ body: JSONObject?,
        token: String
    ) async throws -> TestBrowser.Answer {
        var headers: HTTPFields = [:]
        if !token.isEmpty { headers[.authorization] = "Bearer \(token)" }
        if body != nil { headers[.contentType] = "application/json" }
        return try await TestBrowser(client).send(path, method, body?.text, headers)
    }

    /// The app as the store has it.
    func stored(_ app: Registered) async throws -> Application? {
        try await house.store.read { try $0.applications.find(ID(app.text("client_id"))) }
    }

    /// The app for the steps of a sign-in.
    func app(_ registered: Registered) -> TestHouse.App {
        TestHouse.App(
            id: ID(registered.text("client_id")), tenant: tenant, secret: registered.object?.string("client_secret"),
            redirectURI: registered.object?.strings("redirect_uris")?.first ?? Self.redirectURI)
    }

    /// A browser that is at the end of a sign-in to an app, all consent given.
    func signIn(
        _ client: any TestClientProtocol, to app: TestHouse.App
    ) async throws -> (
        browser: TestBrowser, answer: TestBrowser.Answer
    ) {
        let browser = TestBrowser(client)
        var page = try await browser.signIn(TestBrowser.authorizePath(app), as: member, at: house.now)
        if page.forms.contains(where: { $0.hasSuffix("/consent") }) {
            page = try await browser.submit(page, "/consent", [("consent", "yes")])
        }
        return (browser, page)
    }

    /// Redeems a code with the secret in the header, which is how an app that chose nothing proves itself.
    func redeem(
        _ browser: TestBrowser, _ answer: TestBrowser.Answer, app: TestHouse.App
    ) async throws -> TestBrowser.Answer {
        try await browser.raw(
            "/\(app.tenant)/oauth2/v2.0/token",
            [
                ("grant_type", "authorization_code"), ("code", answer.parameters["code"] ?? ""),
                ("redirect_uri", app.redirectURI), ("code_verifier", TestBrowser.verifier),
            ], headers: [.authorization: `Client authentication`.basic("\(app.id):\(app.secret ?? "")")])
    }
}

/// What a registration was answered with.
struct Registered: Sendable {
    let answer: TestBrowser.Answer
    let object: JSONObject?

    init(_ answer: TestBrowser.Answer) {
        self.answer = answer
        object = try? JSONReader.object(Array(answer.body.utf8))
    }

    var status: Int { answer.status }
    var error: String? { object?.string("error") }

    /// A member that is a text, or nothing.
    func text(_ name: String) -> String { object?.string(name) ?? "" }
}
