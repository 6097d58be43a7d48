import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletDirectory
import MartletTesting
import Testing

/// A133–A139, A142: the table of redirect URIs at the two doors that send browsers away. Registered is
/// `https://app.example/cb` and nothing else.
@Suite struct `Redirect URIs at the doors` {
    static let refused: [String] = [
        // A133
        "https://app.example/cb/", "https://app.example/cb/x", "https://app.example/cb?x=1", "https://app.example/cb#x",
        "https://app.example/cb?", "https://app.example/CB", "https://APP.example/cb", "HTTPS://app.example/cb",
        "https://app.example:443/cb", "https://app.example:8443/cb", "https://app.example/x/../cb",
        "https://app.example/%2e%2e/cb", "https://app.example/%252e%252e/cb", "https://app.example/..;/cb",
        "https://app.example%2fcb", "https://app.example/%63b", "https://app.example//cb", "http://app.example/cb",
        "https://app.example", " https://app.example/cb", "https://app.example/cb ", "//app.example/cb", "/cb", "cb",
        // A134
        "https://app.example@evil.example/cb", "https://evil.example#@app.example/cb",
        "https://app.example:80@evil.example/cb", "https://app.example\\@evil.example/cb",
        "https://app.example\t/cb", "https://app.example/cb\r\nLocation: https://evil.example", "https://[::1]/cb",
        "https://аpp.example/cb", "https://app.example\u{3002}evil.example/cb", "https://app．example/cb",
        // A135
        "https://app.example.evil.example/cb", "https://evilapp.example/cb", "http://localhost.evil.example/cb",
        "http://127.0.0.1.evil.example/cb", "http://localhost/cb",
        // A136, A138, A142 and the schemes that run
        "https://*.example/cb", "https://appxexample/cb", "https://app.example/cb?code=1&state=2",
        "https://app.example:0443/cb", "javascript:alert(1)", "data:text/html,x",
        "https://app.example/cb" + String(repeating: "a", count: 8_000),
        // Letters that are the same to Unicode and not to a browser.
        "https://app.example/\u{212A}b", "https://app.example/cb\u{37E}",
    ]

    @Test(arguments: refused)
    func `A133–A136, A138, A139, A142 another address than the registered one gets a page and no redirect`(
        uri: String
    ) async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            var asked = here.app
            asked.redirectURI = uri
            let page = try await browser.send(TestBrowser.authorizePath(asked), .get, nil, [:])
            #expect(page.status == 400 && page.headers[.location] == nil && !page.body.contains("http-equiv"))
            #expect(!page.body.contains("mac_"))
            // Signing out sends nobody there either, with the app's own hint or without one.
            let hint = try await here.tokens(browser).json("id_token") ?? ""
            for fields in ["id_token_hint=\(hint)", "client_id=\(here.app.id)"] {
                let out = try await browser.send(
                    "/\(here.app.tenant)/oauth2/v2.0/logout?\(fields)&post_logout_redirect_uri=\(uri.formEncoded)",
                    .get,
                    nil, [:])
                #expect(out.status < 500 && out.headers[.location] == nil)
                #expect(out.status != 200 || out.body.contains("<html"))
            }
        }
    }

    @Test func `A133 the registered address gets the code, and the browser after signing out`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let answer = try await here.code(browser)
            #expect(answer.location.hasPrefix("https://app.example/cb?code="))
            let hint = try await here.tokens(browser).json("id_token") ?? ""
            let out = try await browser.send(
                "/\(here.app.tenant)/oauth2/v2.0/logout?id_token_hint=\(hint)&state=a%26b"
                    + "&post_logout_redirect_uri=\(here.app.redirectURI.formEncoded)", .get, nil, [:])
            #expect(out.headers[.location] == "https://app.example/cb?state=a%26b")
        }
    }

    @Test(arguments: [
        ("https://app.example/Kb", "https://app.example/\u{212A}b"),
        ("https://app.example/a;b", "https://app.example/a\u{37E}b"),
    ])
    func `A133 letters that Unicode holds for the same are not the same address`(
        registered: String, asked: String
    ) async throws {
        let here = try await TokenHouse()
        let app = try await here.house.app("Letters", redirectURI: registered)
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let hint = try await here.tokens(browser, for: app).json("id_token") ?? ""
            let path = "/\(app.tenant)/oauth2/v2.0/logout?id_token_hint=\(hint)&post_logout_redirect_uri="
            let wrong = try await browser.send(path + asked.formEncoded, .get, nil, [:])
            #expect(wrong.status == 200 && wrong.headers[.location] == nil)
            let right = try await browser.send(path + registered.formEncoded, .get, nil, [:])
            #expect(right.headers[.location] == registered)
        }
    }

    @Test func `A135 a loopback address may have any port at authorize, and nothing else of it may differ`()
        async throws
    {
        let here = try await TokenHouse()
        let app = try await here.house.app("Native", redirectURI: "http://127.0.0.1/cb")
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            for (uri, isGood) in [
                ("http://127.0.0.1:49152/cb", true), ("http://127.0.0.1.evil.example/cb", false),
                ("http://127.0.0.1:49152/other", false), ("http://127.0.0.1:49152@evil.example/cb", false),
                ("http://localhost:49152/cb", false), ("https://127.0.0.1:49152/cb", false),
            ] {
                var asked = app
                asked.redirectURI = uri
                let answer = try await browser.send(TestBrowser.authorizePath(asked), .get, nil, [:])
                #expect((answer.headers[.location]?.hasPrefix(uri + "?code=") ?? false) == isGood, "\(uri)")
                #expect(isGood || answer.status == 400)
            }
        }
    }

    @Test(arguments: [
        "https://*.example/cb", "https://app.example/cb#x", "https://app.example@evil.example/",
        "http://app.example/cb",
        "javascript:alert(1)", "https://app.example/cb?code=1", "https://app.example/a/../b",
    ])
    func `A136, A138 an address that invites trouble cannot be registered for either purpose`(uri: String) async throws
    {
        let here = try await TokenHouse()
        let caller = try await here.caller
        for details in [
            ApplicationDetails(displayName: "X", redirectURIs: [uri]),
            ApplicationDetails(displayName: "X", postLogoutRedirectURIs: [uri]),
        ] {
            await #expect(throws: ActionError.self) {
                _ = try await RegisterApplication(here.house.tools)(details, kind: .public, by: caller)
            }
            await #expect(throws: ActionError.self) {
                _ = try await EditApplication(here.house.tools)(here.app.id, details, by: caller)
            }
        }
        let good = ApplicationDetails(displayName: "X", redirectURIs: ["https://x.example/cb"])
        _ = try await RegisterApplication(here.house.tools)(good, kind: .public, by: caller)
    }
}
