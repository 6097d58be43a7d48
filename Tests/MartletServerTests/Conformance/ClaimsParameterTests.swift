import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletTesting
import Testing

/// OpenID Connect Core section 5.5, RFC 8707, RFC 9470, JARM, and what Entra's clients ask by `claims`.
@Suite struct `What a request asks for beside scopes` {
    private func tokens(
        _ here: TokenHouse, _ browser: TestBrowser, scope: String = "openid", claims: String
    ) async throws -> TestBrowser.Answer {
        let path = TestBrowser.authorizePath(here.app, scope: scope, extra: "&claims=\(claims.formEncoded)")
        let tokens = try await browser.redeem(try await browser.get(path), app: here.app)
        try #require(tokens.status == 200)
        return tokens
    }

    @Test func `oidcc-claims-essential: the name that UserInfo is asked for is there`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let tokens = try await tokens(here, browser, claims: "{\"userinfo\":{\"name\":{\"essential\":true}}}")
            let info = try await here.userInfoAnswer(browser, tokens)
            #expect(info.json("name") == "Mia" && info.json("email") == nil)
            let token = try #require(tokens.json("id_token"))
            #expect(try `The authorize endpoint`.claims(of: token)["name"] == nil)
        }
    }

    @Test func `fapi2-security-profile-final-test-claims-parameter-identity-claims: the ID token has what was asked`()
        async throws
    {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let tokens = try await tokens(
                here, browser, claims: "{\"id_token\":{\"email\":null,\"name\":{\"value\":\"x\"},\"unknown\":null}}")
            let token = try #require(tokens.json("id_token"))
            let claims = try `The authorize endpoint`.claims(of: token)
            #expect(claims.string("email") == "mia@example.com" && claims.string("name") == "Mia")
            #expect(claims["unknown"] == nil)
            #expect(try await here.userInfoAnswer(browser, tokens).json("email") == nil)
        }
    }

    @Test(arguments: ["mfa", "1fa"])
    func `fapi2-security-profile-final-test-essential-acr-sca-claim: what is essential is reached`(
        acr: String
    )
        async throws
    {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let tokens = try await tokens(
                here, browser, claims: "{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[\"\(acr)\"]}}}")
            let token = try #require(tokens.json("id_token"))
            #expect(try `The authorize endpoint`.claims(of: token).string("acr") == "mfa")
        }
    }

    @Test(arguments: [
        ("{\"id_token\":{\"acr\":{\"essential\":true,\"value\":\"gold\"}}}", "unmet_authentication_requirements"),
        ("{\"access_token\":{\"acrs\":{\"essential\":true,\"value\":\"c1\"}}}", "unmet_authentication_requirements"),
        ("{\"id_token\":{\"acr\":{\"value\":\"gold\"}}}", nil), ("nonsense", "invalid_request"),
        ("{\"id_token\":[]}", "invalid_request"), ("{}", nil), ("{\"future\":7}", nil),
        ("{\"id_token\":{\"sub\":{\"value\":\"somebody else\"}}}", "login_required"),
    ])
    func `what cannot be met or read is refused, and what is merely wished for is not`(
        claims: String, error: String?
    ) async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let answer = try await browser.get(
                TestBrowser.authorizePath(here.app, extra: "&claims=\(claims.formEncoded)"))
            #expect(answer.parameters["error"] == error)
            #expect((answer.parameters["code"] != nil) == (error == nil))
        }
    }

    @Test func `A168 a client that can answer a claims challenge is sent one when its token was ended`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let capable = try await tokens(
                here, browser, scope: "openid offline_access",
                claims: "{\"access_token\":{\"xms_cc\":{\"values\":[\"CP1\"]}}}")
            let text = try #require(capable.json("access_token"))
            #expect(try `The authorize endpoint`.claims(of: text).strings("xms_cc") == ["cp1"])
            _ = try await here.revoke(browser, text, as: here.app)
            let challenged = try await here.userInfoAnswer(browser, capable)
            let header = challenged.headers[.wwwAuthenticate] ?? ""
            #expect(challenged.status == 401 && header.contains("error=\"insufficient_claims\", claims=\""))
            let plain = try await here.tokens(browser)
            _ = try await here.revoke(browser, plain.json("access_token"), as: here.app)
            let refused = try await here.userInfoAnswer(browser, plain)
            #expect(refused.headers[.wwwAuthenticate]?.contains("error=\"invalid_token\"") == true)
        }
    }

    @Test func `RFC 9470: a refresh that cannot reach the acr that is essential is refused, and the token stays`()
        async throws
    {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let tokens = try await here.tokens(browser)
            let wanted = "{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[\"phr\"]}}}"
            let refused = try await browser.token(
                here.app,
                [
                    ("grant_type", "refresh_token"), ("refresh_token", tokens.json("refresh_token") ?? ""),
                    ("claims", wanted),
                ])
            #expect(refused.refuses("interaction_required"))
            #expect(try await here.refresh(browser, tokens).status == 200)
        }
    }

    @Test func `oidcc-userinfo-rs256: the app that chose so gets a signed answer`() async throws {
        let here = try await TokenHouse()
        try await here.house.edit(here.app) { $0.settings.tokens.userInfoAlgorithm = .rs256 }
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let answer = try await here.userInfoAnswer(browser, try await here.tokens(browser))
            #expect(answer.headers[.contentType] == "application/jwt")
            let claims = try `The authorize endpoint`.claims(of: answer.body)
            #expect(claims.string("sub") == here.member.id.rawValue && claims.string("name") == "Mia")
            #expect(claims.string("aud") == here.app.id.rawValue)
            #expect(claims.string("iss") == here.house.tools.publicURL.issuer(of: here.app.tenant))
        }
    }

    @Test(arguments: ["jwt", "query.jwt", "form_post.jwt"])
    func `JARM: code, state and issuer travel signed, and so does a refusal`(mode: String) async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            for (extra, name) in [("", "code"), ("&claims=nonsense", "error")] {
                let answer = try await browser.get(
                    TestBrowser.authorizePath(here.app, extra: "&response_mode=\(mode)\(extra)"))
                let response: String?
                if mode == "form_post.jwt" {
                    response = answer.body.tags("input").first { $0.attribute("name") == "response" }?
                        .attribute("value")
                    #expect(!answer.body.contains("name=\"code\"") && !answer.body.contains("name=\"state\""))
                } else {
                    response = answer.parameters["response"]
                    #expect(answer.parameters.count == 1)
                }
                let claims = try `The authorize endpoint`.claims(of: try #require(response))
                #expect(claims.string(name) != nil && claims.string("state") == "s1")
                #expect(claims.string("aud") == here.app.id.rawValue)
                #expect(claims.string("iss") == here.house.tools.publicURL.issuer(of: here.app.tenant))
                #expect(claims.integer("exp") == here.house.now.seconds + 600)
            }
        }
    }

    @Test func `RFC 8707: the API that is named is the audience, by the name it was called`() async throws {
        let here = try await TokenHouse()
        let api = try await here.house.app("API", kind: .confidential)
        try await here.house.edit(api) { app in
            app.settings.api.identifierURIs = ["https://api.example"]
            app.settings.api.scopes = [ExposedScope(value: "Read", displayName: "Read")]
            app.settings.api.preauthorizedApplications = [here.app.id]
        }
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let path = TestBrowser.authorizePath(
                here.app, scope: "openid offline_access Read", extra: "&resource=https%3A%2F%2Fapi.example")
            let tokens = try await browser.redeem(try await browser.get(path), app: here.app)
            let claims = try `The authorize endpoint`.claims(of: try #require(tokens.json("access_token")))
            #expect(claims.string("aud") == "https://api.example" && claims.string("scp") == "Read")
            // At the token endpoint too, for what was granted and for nothing else.
            for (resource, isGiven) in [(api.id.rawValue, true), ("https://unknown.example", false)] {
                let refreshed = try await browser.token(
                    here.app,
                    [
                        ("grant_type", "refresh_token"), ("refresh_token", tokens.json("refresh_token") ?? ""),
                        ("resource", resource),
                    ])
                if isGiven {
                    let token = try #require(refreshed.json("access_token"))
                    #expect(try `The authorize endpoint`.claims(of: token).string("aud") == resource)
                } else {
                    #expect(refreshed.json("error") == "invalid_target" || refreshed.json("error") == "invalid_grant")
                    #expect(refreshed.json("access_token") == nil)
                }
            }
        }
    }

    @Test(arguments: [
        "&resource=https%3A%2F%2Funknown.example", "&resource=https%3A%2F%2Fa.example&resource=https%3A%2F%2Fb.example",
        "&resource=https%3A%2F%2Fa.example%23x",
    ])
    func `RFC 8707: an API that is not there, or more than one, is invalid_target`(extra: String) async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let answer = try await browser.get(TestBrowser.authorizePath(here.app, extra: extra))
            #expect(answer.parameters["error"] == "invalid_target" && answer.parameters["state"] == "s1")
            let own = try await browser.get(
                TestBrowser.authorizePath(here.app, extra: "&resource=http%3A%2F%2Flocalhost%3A8080"))
            #expect(own.parameters["code"] != nil)
        }
    }
}
