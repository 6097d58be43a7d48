import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletDirectory
import MartletPolicy
import MartletTesting
import Testing

/// N-R18: which pages of other origins may read an answer.
@Suite struct `Cross-origin requests` {
    private static func origin(_ text: String) -> HTTPFields { [.origin: text] }

    @Test(arguments: [
        ("https://app.example", true), ("https://app.example:443", false), ("http://app.example", false),
        ("https://evil.example", false), ("https://app.example.evil.example", false), ("null", false),
        ("https://APP.example", false), ("https://app.example/", false), ("", false),
    ])
    func `A126 the token endpoint's answer may be read by pages of the app's own origins, errors included`(
        origin: String, mayRead: Bool
    ) async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let tokens = try await here.tokens(browser)
            for version in ["/v2.0", ""] {
                let answer = try await TestBrowser(client).raw(
                    "/\(here.app.tenant)/oauth2\(version)/token",
                    [("grant_type", "refresh_token"), ("refresh_token", "x"), ("client_id", here.app.id.rawValue)],
                    headers: Self.origin(origin))
                #expect(answer.headers[.accessControlAllowOrigin] == (mayRead ? origin : nil))
                #expect(answer.refuses("invalid_grant"))
            }
            let answer = try await TestBrowser(client).raw(
                "/common/oauth2/v2.0/token",
                [
                    ("grant_type", "refresh_token"), ("refresh_token", tokens.json("refresh_token") ?? ""),
                    ("client_id", here.app.id.rawValue),
                ], headers: Self.origin(origin))
            #expect(answer.status == 200 && answer.headers[.vary] == "Origin")
            #expect(answer.headers[.accessControlAllowOrigin] == (mayRead ? origin : nil))
            #expect(answer.headers[.accessControlAllowCredentials] == nil)
        }
    }

    @Test(arguments: [
        ("http://localhost:5173", true), ("http://localhost", true), ("http://127.0.0.1:5173", false),
        ("https://localhost:5173", false), ("http://localhost.evil.example", false),
    ])
    func `RFC 8252 section 7.3 the port of a loopback origin is free`(origin: String, isOwn: Bool) {
        #expect(RedirectURICheck.isOrigin(origin, of: ["http://localhost/cb"]) == isOwn)
    }

    @Test func `an app that is unknown, disabled or not named opens nothing`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            for fields in [[("client_id", "00000000-0000-4000-8000-000000000000")], [], [("client_id", "x")]] {
                let answer = try await TestBrowser(client).raw(
                    "/common/oauth2/v2.0/token", fields, headers: Self.origin("https://app.example"))
                #expect(answer.headers[.accessControlAllowOrigin] == nil)
            }
            try await SetApplicationEnabled(here.house.tools)(here.app.id, isEnabled: false, by: try await here.caller)
            let answer = try await TestBrowser(client).raw(
                "/common/oauth2/v2.0/token", [("client_id", here.app.id.rawValue)],
                headers: Self.origin("https://app.example"))
            #expect(answer.headers[.accessControlAllowOrigin] == nil)
        }
    }

    @Test(arguments: [
        ("/common/v2.0/.well-known/openid-configuration", "GET"), ("/common/discovery/v2.0/keys", "GET"),
        ("/common/.well-known/openid-configuration", "GET"), ("/common/discovery/keys", "GET"),
        ("/oidc/userinfo", "GET, POST"), ("/common/oauth2/v2.0/token", "POST"), ("/common/oauth2/token", "POST"),
    ])
    func `a preflight is answered where an answer may be read`(path: String, methods: String) async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let answer = try await TestBrowser(client).send(
                path, .options, nil,
                [
                    .origin: "https://anybody.example", .accessControlRequestMethod: "POST",
                    .accessControlRequestHeaders: "authorization,x-client-sku",
                ])
            #expect(answer.status == 204 && answer.body.isEmpty)
            #expect(answer.headers[.accessControlAllowOrigin] == "*")
            #expect(answer.headers[.accessControlAllowMethods] == methods)
            #expect(answer.headers[.accessControlAllowHeaders]?.contains("authorization") == true)
            #expect(answer.headers[.accessControlAllowCredentials] == nil)
        }
    }

    @Test(arguments: [
        "/common/oauth2/v2.0/authorize", "/common/oauth2/authorize", "/common/oauth2/v2.0/logout", "/signin/x",
        "/account",
        "/admin", "/getuserrealm.srf", "/common/getcredentialtype", "/setup",
    ])
    func `A126 the authorize endpoint and every page answer no preflight and no other origin`(path: String) async throws
    {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let preflight = try await TestBrowser(client).send(
                path, .options, nil, [.origin: "https://app.example", .accessControlRequestMethod: "GET"])
            #expect(preflight.status == 404)
            for method in [HTTPRequest.Method.get, .post] {
                let answer = try await TestBrowser(client).send(path, method, nil, Self.origin("https://app.example"))
                #expect(answer.headers[.accessControlAllowOrigin] == nil)
                #expect(preflight.headers[.accessControlAllowOrigin] == nil)
            }
        }
    }

    @Test func `documents and UserInfo may be read by any page`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let tokens = try await here.tokens(browser)
            for path in ["/common/v2.0/.well-known/openid-configuration", "/common/discovery/v2.0/keys"] {
                let answer = try await browser.get(path, headers: Self.origin("https://anybody.example"))
                #expect(answer.headers[.accessControlAllowOrigin] == "*")
            }
            let info = try await here.userInfoAnswer(browser, tokens)
            #expect(info.status == 200 && info.headers[.accessControlAllowOrigin] == "*")
        }
    }
}
