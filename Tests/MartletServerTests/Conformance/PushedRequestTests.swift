import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletTesting
import Testing

/// RFC 9126; A155; the modules of the FAPI 2.0 Security Profile's plan about pushed requests.
@Suite struct `Pushed authorization requests` {
    @Test func `fapi2-security-profile-final-par-without-duplicate-parameters: client_id and request_uri are enough`()
        async throws
    {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let pushed = try await here.push(browser, TestBrowser.authorizePath(here.other), as: here.other)
            #expect(pushed.status == 201)
            #expect(pushed.json("request_uri")?.hasPrefix("urn:ietf:params:oauth:request_uri:") == true)
            #expect(try JSONReader.object(Array(pushed.body.utf8)).integer("expires_in") == 90)
            let answer = try await browser.get(here.authorizePath(naming: pushed, as: here.other))
            #expect(answer.parameters["state"] == "s1")
            #expect(try await browser.redeem(answer, app: here.other).status == 200)
        }
    }

    @Test func `A155 what was pushed wins, and what stands beside it has no meaning`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let pushed = try await here.push(browser, TestBrowser.authorizePath(here.other), as: here.other)
            let extra =
                "&state=evil&redirect_uri=https%3A%2F%2Fevil.example&scope=openid&response_type=token&nonce=evil"
            let answer = try await browser.get(here.authorizePath(naming: pushed, as: here.other, extra: extra))
            #expect(answer.location.hasPrefix("https://app.example/cb?"))
            #expect(answer.parameters["state"] == "s1")
            let tokens = try await browser.redeem(answer, app: here.other)
            #expect(tokens.json("scope")?.contains("offline_access") == true)
            let idToken = try #require(tokens.json("id_token"))
            #expect(try `The authorize endpoint`.claims(of: idToken).string("nonce") == "n1")
        }
    }

    @Test func `fapi2-security-profile-final-par-attempt-reuse-request_uri: the name counts once`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let pushed = try await here.push(browser, TestBrowser.authorizePath(here.other), as: here.other)
            let path = here.authorizePath(naming: pushed, as: here.other)
            #expect(try await browser.get(path).parameters["code"] != nil)
            let again = try await browser.get(path)
            #expect(again.status == 400 && again.headers[.location] == nil)
        }
    }

    @Test
    func
        `fapi2-security-profile-final-par-ensure-reused-request-uri-prior-to-auth-completion-succeeds: looking is no use`()
        async throws
    {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = TestBrowser(client)
            let pushed = try await here.push(browser, TestBrowser.authorizePath(here.other), as: here.other)
            let path = here.authorizePath(naming: pushed, as: here.other)
            let first = try await browser.get(path)
            #expect(first.status == 200 && first.forms.contains { $0.hasSuffix("/name") })
            let answer = try await browser.signIn(path, as: here.member, at: here.house.now)
            #expect(answer.parameters["code"] != nil)
            // The first page was left open: whoever finishes it gets no second code (A155).
            let late = try await browser.signIn(first.location, as: here.member, at: here.house.now, stepsAhead: 1)
            #expect(late.parameters["code"] == nil)
        }
    }

    @Test func `fapi2-security-profile-final-par-attempt-to-use-expired-request_uri: it leads nowhere`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let pushed = try await here.push(browser, TestBrowser.authorizePath(here.other), as: here.other)
            here.house.clock.advance(by: .seconds(90))
            let answer = try await browser.get(here.authorizePath(naming: pushed, as: here.other))
            #expect(answer.status == 400 && answer.headers[.location] == nil)
        }
    }

    @Test
    func
        `fapi2-security-profile-final-par-attempt-to-use-request_uri-for-different-client: another app's leads nowhere`()
        async throws
    {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let pushed = try await here.push(browser, TestBrowser.authorizePath(here.other), as: here.other)
            let answer = try await browser.get(here.authorizePath(naming: pushed, as: here.app))
            #expect(answer.status == 400 && answer.headers[.location] == nil)
            // A155: neither does a guess, and the app's own still works.
            let guess = pushed.body.replacing("mpr_", with: "mpr_A")
            var guessed = pushed
            guessed.body = guess
            #expect(try await browser.get(here.authorizePath(naming: guessed, as: here.other)).status == 400)
            let own = try await browser.get(here.authorizePath(naming: pushed, as: here.other))
            #expect(own.parameters["code"] != nil)
        }
    }

    @Test
    func
        `fapi2-security-profile-final-par-authorization-request-containing-request_uri-form-param: no name within a name`()
        async throws
    {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = TestBrowser(client)
            let pushed = try await here.push(
                browser, TestBrowser.authorizePath(here.other), as: here.other,
                [("request_uri", "urn:ietf:params:oauth:request_uri:random")])
            #expect(pushed.refuses("invalid_request"))
        }
    }

    @Test func `fapi2-security-profile-final-par-attempt-invalid-http-method: only a post pushes`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let path = "/\(here.app.tenant)/oauth2/v2.0/par"
            for method in [HTTPRequest.Method.get, .put, .delete] {
                let answer = try await TestBrowser(client).send(path, method, nil, [:])
                #expect(answer.status == 405 || answer.status == 404)
            }
        }
    }

    @Test(arguments: [
        ("&code_challenge_method=S256", "&code_challenge_method=plain"), ("code_challenge=", "x="),
        ("response_type=code", "response_type=token"), ("response_type=code", "response_type=code%20id_token"),
        ("redirect_uri=https%3A%2F%2Fapp.example%2Fcb", "redirect_uri=https%3A%2F%2Fevil.example"),
        ("redirect_uri=", "other="), ("scope=", "other="), ("scope=openid", "scope=%22"),
        ("response_mode", "response_mode"),
    ])
    func `RFC 9126 everything that the authorize endpoint refuses is refused at once`(
        part: String, instead: String
    ) async throws {
        let here = try await TokenHouse()
        try await here.house.edit(here.other) { $0.requiresPKCE = true }
        try await here.house.serve { client in
            let browser = TestBrowser(client)
            let path = TestBrowser.authorizePath(here.other, extra: "&response_mode=fragment")
            let isUntouched = part == instead
            let plain = isUntouched ? path : path.replacing("&response_mode=fragment", with: "")
            let pushed = try await here.push(browser, plain.replacing(part, with: instead), as: here.other)
            #expect(pushed.status == 400 && pushed.json("request_uri") == nil && pushed.json("error") != nil)
            #expect(
                try await here.push(browser, TestBrowser.authorizePath(here.other), as: here.other).status == 201)
        }
    }

    @Test(arguments: [
        "fapi2-security-profile-final-ensure-unsigned-authorization-request-without-using-par-fails",
        "requiresPushing",
    ])
    func `RFC 9126 an app that must push gets nothing by a plain request`(rule: String) async throws {
        let here = try await TokenHouse()
        let isFAPI = rule != "requiresPushing"
        let signer = isFAPI ? try await here.bindToFAPI() : nil
        if !isFAPI { try await here.house.edit(here.other) { $0.settings.requests.requiresPushing = true } }
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let path = TestBrowser.authorizePath(here.other)
            let plain = try await browser.get(path)
            #expect(plain.parameters["error"] == "invalid_request" && plain.parameters["code"] == nil)
            let pushed =
                if let signer { try await here.push(browser, path, by: signer) } else {
                    try await here.push(browser, path, as: here.other)
                }
            let answer = try await browser.get(here.authorizePath(naming: pushed, as: here.other))
            #expect(answer.parameters["code"] != nil)
        }
    }

    @Test func `A184 pushing wants the app's own proof`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = TestBrowser(client)
            var wrong = here.other
            wrong.secret = nil
            let answer = try await here.push(browser, TestBrowser.authorizePath(here.other), as: wrong)
            #expect(answer.status == 401 && answer.json("error") == "invalid_client")
        }
    }
}
