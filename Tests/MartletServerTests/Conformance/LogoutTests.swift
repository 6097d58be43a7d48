import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletTesting
import Testing

/// The OpenID Foundation's test modules for RP-initiated logout, each by its name.
@Suite struct `Conformance: RP-initiated logout` {
    private typealias Run = @Sendable (LogoutHouse, TestBrowser, String) async throws -> Void

    /// A person who is signed in at an app that hears of nothing.
    private func run(_ body: @escaping Run) async throws {
        let house = try await LogoutHouse(isListening: false)
        try await house.here.house.serve { client in
            let browser = try await house.here.signedIn(client)
            try await body(house, browser, try await house.signIn(browser))
        }
    }

    /// The person is asked, nobody is redirected, and a no leaves everything as it was.
    private func asks(_ house: LogoutHouse, _ browser: TestBrowser, _ parameters: [(String, String)]) async throws {
        let page = try await browser.send(house.endSession(parameters), .get, nil, [:])
        #expect(page.status == 200 && page.headers[.location] == nil && page.forms.contains("/signout"))
        #expect(try await house.isSignedOut(browser) == false)
    }

    /// A yes to the question signs out and stays here.
    private func yes(_ house: LogoutHouse, _ browser: TestBrowser, _ parameters: [(String, String)]) async throws {
        let page = try await browser.get(house.endSession(parameters))
        let kept = page.body.tags("input").compactMap { tag -> (String, String)? in
            guard let name = tag.attribute("name"), name != "token" else { return nil }
            return (name, tag.attribute("value") ?? "")
        }
        let done = try await browser.submit(page, "/signout", kept + [("confirm", "yes")])
        #expect(done.status == 200 && done.headers[.location] == nil && done.body.contains("You are signed out"))
        #expect(try await house.isSignedOut(browser))
    }

    @Test func `oidcc-rp-initiated-logout-discovery-endpoint-verification`() async throws {
        try await run { house, browser, _ in
            let document = try await browser.get("/\(house.here.app.tenant)/v2.0/.well-known/openid-configuration")
            let end = try #require(document.json("end_session_endpoint"))
            #expect(end.hasSuffix("/\(house.here.app.tenant)/oauth2/v2.0/logout"))
        }
    }

    @Test func `oidcc-rp-initiated-logout`() async throws {
        try await run { house, browser, hint in
            let out = try await browser.get(
                house.endSession([
                    ("id_token_hint", hint), ("post_logout_redirect_uri", house.here.app.redirectURI), ("state", "s 1"),
                ]))
            #expect(out.location == house.here.app.redirectURI + "?state=s%201")
            #expect(try await house.isSignedOut(browser))
        }
    }

    @Test func `oidcc-rp-initiated-logout-bad-post-logout-redirect-uri`() async throws {
        try await run { house, browser, hint in
            let parameters = [("id_token_hint", hint), ("post_logout_redirect_uri", "https://evil.example/out")]
            try await asks(house, browser, parameters)
            try await yes(house, browser, parameters)
        }
    }

    @Test func `oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri`() async throws {
        try await run { house, browser, hint in
            try await asks(
                house, browser,
                [
                    ("id_token_hint", hint),
                    ("post_logout_redirect_uri", house.here.app.redirectURI + "?foo=bar"),
                ])
        }
    }

    @Test func `oidcc-rp-initiated-logout-modified-id-token-hint`() async throws {
        try await run { house, browser, hint in
            let parts = hint.split(separator: ".").map(String.init)
            let header: JSONObject = ["alg": "none", "typ": "JWT"]
            let modified = "\(Base64URL.encode(header.utf8)).\(parts[1])."
            for token in [modified, "\(parts[0]).\(parts[1])."] {
                try await asks(
                    house, browser,
                    [("id_token_hint", token), ("post_logout_redirect_uri", house.here.app.redirectURI)])
            }
        }
    }

    @Test func `oidcc-rp-initiated-logout-bad-id-token-hint`() async throws {
        try await run { house, browser, hint in
            let other = try await TokenHouse(house: try await TestHouse(seed: 7))
            let key = try other.house.tools.newSigningKey(
                .rs256, for: house.here.app.tenant, at: house.tools.now, signsFrom: house.tools.now)
            let signer = try JWTSigner(key, sealer: other.house.tools.sealer)
            let claims = try await house.claims(of: hint, type: .jwt)
            let foreign = try signer.sign(claims: claims, type: .jwt)
            try await asks(
                house, browser,
                [("id_token_hint", foreign), ("post_logout_redirect_uri", house.here.app.redirectURI)])
        }
    }

    @Test func `oidcc-rp-initiated-logout-no-id-token-hint`() async throws {
        try await run { house, browser, _ in
            let parameters = [("post_logout_redirect_uri", house.here.app.redirectURI)]
            try await asks(house, browser, parameters)
            try await yes(house, browser, parameters)
        }
    }

    @Test func `oidcc-rp-initiated-logout-no-params`() async throws {
        try await run { house, browser, _ in
            try await asks(house, browser, [])
            try await yes(house, browser, [])
        }
    }

    @Test func `oidcc-rp-initiated-logout-only-state`() async throws {
        try await run { house, browser, _ in try await yes(house, browser, [("state", "s1")]) }
    }

    @Test func `oidcc-rp-initiated-logout-no-post-logout-redirect-uri`() async throws {
        try await run { house, browser, hint in
            let page = try await browser.get(house.endSession([("id_token_hint", hint), ("state", "s1")]))
            #expect(page.status == 200 && page.body.contains("You are signed out"))
            #expect(try await house.isSignedOut(browser))
        }
    }

    @Test func `oidcc-rp-initiated-logout-no-state`() async throws {
        try await run { house, browser, hint in
            let out = try await browser.get(
                house.endSession([
                    ("id_token_hint", hint), ("post_logout_redirect_uri", house.here.app.redirectURI),
                ]))
            #expect(out.location == house.here.app.redirectURI)
            #expect(try await house.isSignedOut(browser))
        }
    }

    @Test func `a hint of one app does not speak for the app that client_id names (section 2)`() async throws {
        try await run { house, browser, hint in
            let back = ("post_logout_redirect_uri", house.here.app.redirectURI)
            try await asks(
                house, browser, [("id_token_hint", hint), ("client_id", house.here.other.id.rawValue), back])
            let right = try await browser.get(
                house.endSession([("id_token_hint", hint), ("client_id", house.here.app.id.rawValue), back]))
            #expect(right.location == house.here.app.redirectURI)
        }
    }

    @Test func `a request to common is answered for the session, and one in another language in that language`()
        async throws
    {
        try await run { house, browser, hint in
            let page = try await browser.get(house.endSession([("ui_locales", "ja")], organization: "common"))
            #expect(page.body.contains("サインアウトしますか"))
            let out = try await browser.get(
                house.endSession(
                    [("id_token_hint", hint), ("post_logout_redirect_uri", house.here.app.redirectURI)],
                    organization: "common"))
            #expect(out.location == house.here.app.redirectURI)
            // Nobody is signed in here any more; a yes is taken all the same.
            let again = try await browser.get(house.endSession([], organization: "common"))
            let done = try await browser.submit(again, "/signout", [("organization", "common"), ("confirm", "yes")])
            #expect(done.status == 200 && !done.forms.contains("/signout"))
        }
    }
}
