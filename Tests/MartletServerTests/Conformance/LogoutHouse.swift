import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletServer
import MartletStore
import MartletTesting
import Testing

/// An organisation whose apps hear of sign-outs by both channels, with a network that remembers what it carried.
struct LogoutHouse: Sendable {
    let here: TokenHouse
    let network = CannedFetch()

    static let backChannel = "https://app.example/back"
    static let frontChannel = "https://app.example/front?a=1"

    init(isListening: Bool = true) async throws {
        here = try await TokenHouse(house: try await TestHouse(outgoing: network))
        guard isListening else { return }
        try await change(here.app) { settings in
            settings.logout.backChannelURI = Self.backChannel
            settings.logout.frontChannelURI = Self.frontChannel
        }
    }

    var tools: Tools { here.house.tools }

    /// Changes the settings of an app as its registration would.
    func change(
        _ app: TestHouse.App, _ body: @escaping @Sendable (inout ApplicationSettings) -> Void
    ) async throws {
        try await here.house.store.write { tables in
            var application = try #require(try tables.applications.find(app.id, in: app.tenant))
            body(&application.settings)
            try tables.applications.update(application)
        }
    }

    /// The end_session address with parameters.
    func endSession(_ parameters: [(String, String)], organization: String? = nil) -> String {
        let query = parameters.map { "\($0.0)=\($0.1.formEncoded)" }.joined(separator: "&")
        return "/\(organization ?? here.app.tenant.rawValue)/oauth2/v2.0/logout" + (query.isEmpty ? "" : "?\(query)")
    }

    /// Signs somebody in at the app and gives their ID token.
    func signIn(_ browser: TestBrowser, app: TestHouse.App? = nil) async throws -> String {
        try #require(try await here.tokens(browser, for: app).json("id_token"))
    }

    /// Whether another request with `prompt=none` finds nobody signed in.
    func isSignedOut(_ browser: TestBrowser) async throws -> Bool {
        let answer = try await browser.get(TestBrowser.authorizePath(here.app, extra: "&prompt=none"))
        return answer.parameters["error"] == "login_required" && answer.parameters["code"] == nil
    }

    /// The claims of a token that Martlet signed, of whatever kind.
    func claims(of token: String, type: JWTType) async throws -> JSONObject {
        try await tools.keyRing.verifier(for: here.app.tenant, at: tools.now).verify(
            token, type: type, issuer: tools.publicURL.issuer(of: here.app.tenant),
            audience: here.app.id.rawValue, at: tools.now)
    }

    /// The logout tokens that were posted to the app, in order.
    func logoutTokens() async throws -> [JSONObject] {
        var tokens: [JSONObject] = []
        for post in network.posts where post.url == Self.backChannel {
            let form = try #require(FormBody(parsing: post.form))
            #expect(form.fields.count == 1)
            tokens.append(try await claims(of: form.text("logout_token"), type: .logoutToken))
        }
        return tokens
    }
}
