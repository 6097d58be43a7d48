import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletTesting
import Testing

/// The modules of the FAPI 2.0 Security Profile's plan about what is asked and answered at the authorize endpoint.
@Suite struct `What an authorization request of a FAPI app carries` {
    /// A house in which the confidential app is bound by the profile.
    private func house() async throws -> (TokenHouse, JWTSigner) {
        let here = try await TokenHouse()
        return (here, try await here.bindToFAPI())
    }

    private func answer(
        _ here: TokenHouse, _ browser: TestBrowser, _ path: String, by signer: JWTSigner? = nil
    ) async throws -> TestBrowser.Answer {
        let pushed =
            if let signer { try await here.push(browser, path, by: signer) } else {
                try await here.push(browser, path, as: here.other)
            }
        try #require(pushed.status == 201)
        return try await browser.get(here.authorizePath(naming: pushed, as: here.other))
    }

    @Test(arguments: [
        ("fapi2-security-profile-final-ensure-authorization-request-with-64-char-nonce-success", 64),
        ("fapi2-security-profile-final-ensure-authorization-request-with-long-nonce", 384),
    ])
    func `the nonce comes back whole`(module: String, length: Int) async throws {
        let here = try await TokenHouse()
        let nonce = String(repeating: "n", count: length)
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let path = TestBrowser.authorizePath(here.other).replacing("nonce=n1", with: "nonce=\(nonce)")
            let code = try await answer(here, browser, path)
            let token = try #require(try await browser.redeem(code, app: here.other).json("id_token"))
            #expect(try `The authorize endpoint`.claims(of: token).string("nonce") == nonce)
        }
    }

    @Test func `fapi2-security-profile-final-ensure-authorization-request-without-nonce-success: then there is none`()
        async throws
    {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let path = TestBrowser.authorizePath(here.other).replacing("&nonce=n1", with: "")
            let code = try await answer(here, browser, path)
            let token = try #require(try await browser.redeem(code, app: here.other).json("id_token"))
            #expect(try `The authorize endpoint`.claims(of: token)["nonce"] == nil)
        }
    }

    @Test func `fapi2-security-profile-final-ensure-authorization-request-without-state-success: then there is none`()
        async throws
    {
        let (here, signer) = try await house()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let path = TestBrowser.authorizePath(here.other).replacing("&state=s1", with: "")
            let code = try await answer(here, browser, path, by: signer)
            #expect(code.parameters["code"] != nil && code.parameters["state"] == nil)
        }
    }

    @Test func `fapi2-security-profile-final-ensure-authorization-request-with-long-state: it comes back whole`()
        async throws
    {
        let (here, signer) = try await house()
        let state = String(repeating: "s", count: 2000)
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let path = TestBrowser.authorizePath(here.other).replacing("state=s1", with: "state=\(state)")
            #expect(try await answer(here, browser, path, by: signer).parameters["state"] == state)
        }
    }

    @Test(arguments: [
        (
            "fapi2-security-profile-final-ensure-response-type-code-idtoken-fails", "response_type=code",
            "response_type=code%20id_token", "unsupported_response_type"
        ),
        (
            "fapi2-security-profile-final-ensure-response-type-token-fails", "response_type=code",
            "response_type=token", "unsupported_response_type"
        ),
        ("fapi2-security-profile-final-par-ensure-pkce-required", "code_challenge=", "x=", "invalid_request"),
        (
            "fapi2-security-profile-final-par-plain-pkce-rejected", "code_challenge_method=S256",
            "code_challenge_method=plain", "invalid_request"
        ),
        (
            "fapi2-security-profile-final-ensure-redirect-uri-in-authorization-request", "redirect_uri=", "x=",
            "invalid_request"
        ),
        (
            "fapi2-security-profile-final-ensure-registered-redirect-uri", "app.example", "evil.example",
            "invalid_request"
        ),
        (
            "fapi2-security-profile-final-plain-fapi-tolerate-unregistered-redirect-uri", "%2Fcb", "%2Fother",
            "invalid_request"
        ),
    ])
    func `what the profile forbids is refused when it is pushed`(
        module: String, part: String, instead: String, error: String
    ) async throws {
        let (here, signer) = try await house()
        try await here.house.serve { client in
            let browser = TestBrowser(client)
            let path = TestBrowser.authorizePath(here.other)
            let pushed = try await here.push(browser, path.replacing(part, with: instead), by: signer)
            #expect(pushed.refuses(error) && pushed.json("request_uri") == nil)
            #expect(try await here.push(browser, path, by: signer).status == 201)
        }
    }

    @Test func `fapi2-security-profile-final-ensure-other-scope-order-succeeds: the order of scopes says nothing`()
        async throws
    {
        let (here, signer) = try await house()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let path = TestBrowser.authorizePath(here.other, scope: "offline_access email profile openid")
            #expect(try await answer(here, browser, path, by: signer).parameters["code"] != nil)
        }
    }

    @Test func `fapi2-security-profile-final-user-rejects-authentication: the app hears access_denied`() async throws {
        let (here, signer) = try await house()
        try await here.house.serve { client in
            let browser = TestBrowser(client)
            let pushed = try await here.push(browser, TestBrowser.authorizePath(here.other), by: signer)
            let path = here.authorizePath(naming: pushed, as: here.other)
            let page = try await browser.password(try await browser.get(path), here.member)
            let answer = try await browser.submit(page, "/cancel")
            #expect(answer.parameters["error"] == "access_denied" && answer.parameters["state"] == "s1")
            #expect(answer.parameters["iss"] == "http://localhost:8080/\(here.app.tenant)/v2.0")
            #expect(try await browser.get(path).status == 400)
        }
    }

    @Test func `fapi2-security-profile-final-happy-flow: code, state and iss come back, and nothing else of worth`()
        async throws
    {
        let (here, signer) = try await house()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let code = try await answer(here, browser, TestBrowser.authorizePath(here.other), by: signer)
            #expect(code.parameters["iss"] == "http://localhost:8080/\(here.app.tenant)/v2.0")
            #expect(code.parameters["access_token"] == nil && code.parameters["id_token"] == nil)
            #expect(!code.location.contains("#"))
        }
    }

    @Test
    func `fapi2-security-profile-final-ensure-token-endpoint-fails-with-expired-auth-code: 60 seconds are the most`()
        async throws
    {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let code = try await answer(here, browser, TestBrowser.authorizePath(here.other))
            here.house.clock.advance(by: .seconds(60))
            #expect(try await browser.redeem(code, app: here.other).refuses())
        }
    }
}
