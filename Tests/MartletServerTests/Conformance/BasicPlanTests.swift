import HTTPTypes
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletServer
import MartletTesting
import Testing

/// The modules of the basic plan about the flow itself; each is run with both response modes, for the form-post plan.
@Suite struct `The basic plan` {
    @Test(arguments: RelyingParty.modes)
    func `oidcc-server: the plain flow gives an ID token, an access token and the claims of a person`(
        mode: String
    ) async throws {
        let suite = try await RelyingParty(mode: mode)
        try await suite.house.serve { client in
            let browser = TestBrowser(client)
            let heard = try await suite.signIn(browser)
            #expect(heard["state"] == "state-1")
            #expect(heard["iss"] == suite.house.tools.publicURL.issuer(of: suite.app.tenant))
            let answer = try await suite.redeem(browser, heard["code"])
            #expect(answer.json("token_type") == "Bearer")
            #expect(answer.headers[.cacheControl]?.contains("no-store") == true)
            let claims = try await suite.idToken(answer)
            #expect(claims.string("nonce") == "nonce-1")
            let now = suite.house.now.seconds
            #expect(claims.integer("iat") == now)
            #expect((claims.integer("exp") ?? 0) > now)
            let subject = try #require(claims.string("sub"))
            #expect(!subject.isEmpty && subject.utf8.count <= 255)
            #expect(try await suite.userInfo(browser, answer).json("sub") == subject)
        }
    }

    @Test(arguments: RelyingParty.modes)
    func `oidcc-response-type-missing: the app is told that the request is not valid`(mode: String) async throws {
        let suite = try await RelyingParty(mode: mode)
        try await suite.house.serve { client in
            let heard = try await suite.ask(TestBrowser(client), ["response_type": ""])
            #expect(heard["error"] == "invalid_request" || heard["error"] == "unsupported_response_type")
            #expect(heard["state"] == "state-1")
        }
    }

    @Test(arguments: RelyingParty.modes)
    func `oidcc-idtoken-signature: an ID token is signed with RS256 by a published key`(mode: String) async throws {
        let suite = try await RelyingParty(mode: mode)
        try await suite.house.serve { client in
            let browser = TestBrowser(client)
            let answer = try await suite.tokens(browser)
            _ = try await suite.idToken(answer)
            let head = try #require(answer.json("id_token")?.split(separator: ".").first)
            let header = try JSONReader.object(try #require(Base64URL.decode(String(head))))
            #expect(header.string("alg") == "RS256")
            let keys = try await suite.document(browser, "/discovery/v2.0/keys")
            guard case .array(let published) = keys["keys"] else { throw MissingKeys() }
            let identifiers = published.compactMap { key -> String? in
                guard case .object(let key) = key else { return nil }
                return key.string("kid")
            }
            let used = try #require(header.string("kid"))
            #expect(identifiers.contains(used))
        }
    }

    private struct MissingKeys: Error {}

    @Test func `oidcc-idtoken-unsigned: no app can have its ID tokens unsigned, and discovery does not offer it`()
        async throws
    {
        let suite = try await RelyingParty()
        try await suite.house.serve { client in
            let document = try await suite.document(TestBrowser(client), "/v2.0/.well-known/openid-configuration")
            let offered = try #require(document.strings("id_token_signing_alg_values_supported"))
            #expect(offered.contains("RS256") && !offered.contains("none"))
            #expect(!SigningKey.Algorithm.allCases.map(\.rawValue).contains("none"))
        }
    }

    @Test(arguments: RelyingParty.modes)
    func `oidcc-ensure-request-without-nonce-succeeds-for-code-flow: no nonce comes back`(mode: String) async throws {
        let suite = try await RelyingParty(mode: mode)
        try await suite.house.serve { client in
            let answer = try await suite.tokens(TestBrowser(client), ["nonce": ""])
            #expect(try await suite.idToken(answer)["nonce"] == nil)
        }
    }

    @Test(arguments: RelyingParty.modes)
    func `oidcc-alternate-happy-flow: neither scopes nor parameters have an order`(mode: String) async throws {
        let suite = try await RelyingParty(mode: mode)
        try await suite.house.serve { client in
            let browser = TestBrowser(client)
            let path = suite.path(["scope": "email profile openid"], reversed: true)
            let page = try await browser.signIn(path, as: suite.member, at: suite.house.now)
            let answer = try await suite.redeem(browser, suite.heard(page)["code"])
            #expect(try await suite.idToken(answer).string("email") == suite.member.name)
        }
    }

    @Test(arguments: RelyingParty.modes)
    func `oidcc-ensure-request-with-unknown-parameter-succeeds: what nobody defined is ignored`(
        mode: String
    ) async throws {
        let suite = try await RelyingParty(mode: mode)
        try await suite.house.serve { client in
            let heard = try await suite.signIn(TestBrowser(client), ["extra": "foobar"])
            #expect(heard["code"] != nil)
        }
    }

    @Test(arguments: RelyingParty.modes)
    func `oidcc-ensure-post-request-succeeds: a request may be posted`(mode: String) async throws {
        let suite = try await RelyingParty(mode: mode)
        try await suite.house.serve { client in
            let browser = TestBrowser(client)
            let parts = suite.path().split(separator: "?", maxSplits: 1)
            let fields = try #require(FormBody(parsing: parts[1])).fields.map { ($0.name, $0.value) }
            var page = try await browser.post(String(parts[0]), fields)
            page = try await browser.password(page, suite.member)
            page = try await browser.submit(page, "/code", [("code", suite.member.code(at: suite.house.now))])
            page = try await browser.submit(page, "/stay", [("stay", "no")])
            #expect(suite.heard(page)["code"] != nil)
        }
    }

    @Test(arguments: RelyingParty.modes)
    func `oidcc-ensure-request-with-valid-pkce-succeeds: a challenge is taken and then binds`(
        mode: String
    ) async throws {
        let suite = try await RelyingParty(mode: mode)
        try await suite.house.serve { client in
            let browser = TestBrowser(client)
            let challenge = [
                "code_challenge": PKCE.challenge(for: TestBrowser.verifier), "code_challenge_method": "S256",
            ]
            let code = try await suite.signIn(browser, challenge)["code"] ?? ""
            let fields = [
                ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", suite.app.redirectURI),
                ("code_verifier", TestBrowser.verifier),
            ]
            #expect(try await suite.token(browser, fields).status == 200)
            let again = try await suite.ask(browser, challenge)["code"]
            #expect(try await suite.redeem(browser, again).refuses())
        }
    }

    @Test(arguments: RelyingParty.modes)
    func `oidcc-ensure-registered-redirect-uri: an address that is not registered is told on a page`(
        mode: String
    ) async throws {
        let suite = try await RelyingParty(mode: mode)
        try await suite.house.serve { client in
            let page = try await TestBrowser(client).get(
                suite.path(["redirect_uri": "https://app.example/other"]))
            #expect(page.status == 400 && page.body.contains("AADSTS50011"))
            #expect(suite.heard(page).isEmpty)
        }
    }
}

/// The modules of the dynamic plan about addresses with a query.
@Suite struct `The dynamic plan, addresses with a query` {
    @Test
    func `oidcc-redirect-uri-query-mismatch, oidcc-redirect-uri-query-added: exactly what is registered, or a page`()
        async throws
    {
        let house = try await TestHouse()
        _ = try await house.setUp()
        let registered = "https://app.example/cb?foo=bar"
        let with = try await house.app("With", redirectURI: registered)
        let without = try await house.app("Without")
        try await house.serve { client in
            let browser = TestBrowser(client)
            for (app, sent) in [
                (with, "https://app.example/cb?foo=baz"), (with, "https://app.example/cb"),
                (without, "https://app.example/cb?foo=bar"),
            ] {
                var asking = app
                asking.redirectURI = sent
                let page = try await browser.get(TestBrowser.authorizePath(asking))
                #expect(page.status == 400 && page.body.contains("AADSTS50011"), "\(sent)")
            }
            // oidcc-redirect-uri-query-OK
            #expect(try await browser.get(TestBrowser.authorizePath(with)).status == 200)
        }
    }
}
