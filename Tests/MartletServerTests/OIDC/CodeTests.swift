import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletTesting
import Testing

/// A143–A151, A261, A265: an authorization code is good once, for its app, at once.
@Suite struct `Authorization codes` {
    @Test func `A143 a code that comes back is refused and ends what it gave`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let answer = try await here.code(browser)
            let tokens = try await browser.redeem(answer, app: here.app)
            #expect(tokens.status == 200)
            #expect(try await here.userInfo(browser, tokens) == 200)
            #expect(try await browser.redeem(answer, app: here.app).refuses())
            #expect(try await here.userInfo(browser, tokens) == 401)
            #expect(try await here.refresh(browser, tokens).refuses())
            #expect(try await here.audits(.authorizationCodeReused) == 1)
            // The person's own session, and their other apps, go on.
            #expect(try await here.tokens(browser, for: here.other).status == 200)
        }
    }

    @Test func `A144, A261 of a hundred at once one wins, and the replays end its family`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let answer = try await here.code(browser)
            let answers = try await withThrowingTaskGroup(of: TestBrowser.Answer.self) { group in
                for _ in 0..<100 { group.addTask { try await browser.redeem(answer, app: here.app) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let winners = answers.filter { $0.status == 200 }
            #expect(winners.count == 1 && answers.count { $0.refuses() } == 99)
            let tokens = try #require(winners.first)
            #expect(try await here.refresh(browser, tokens).refuses())
            #expect(try await here.userInfo(browser, tokens) == 401)
        }
    }

    @Test func `A145 another app's code is worth nothing, and is not used up by trying`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let answer = try await here.code(browser)
            #expect(try await browser.redeem(answer, app: here.other).refuses())
            #expect(try await browser.redeem(answer, app: here.app).status == 200)
        }
    }

    @Test(arguments: [
        "https://app.example/cb/", "https://app.example/CB", "https://evil.example/cb", "", "https://app.example/c%62",
    ])
    func `A146 another redirect URI than the first, or none, is refused`(uri: String) async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            var asked = here.app
            asked.redirectURI = uri
            let answer = try await here.code(browser)
            #expect(try await browser.redeem(answer, app: asked).refuses())
            let left = try await browser.token(
                here.app,
                [
                    ("grant_type", "authorization_code"),
                    ("code", try await here.code(browser).parameters["code"] ?? ""),
                    ("code_verifier", TestBrowser.verifier),
                ])
            #expect(left.refuses())
        }
    }

    @Test(arguments: [
        nil, "", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXl", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjX",
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk=",
    ])
    func `A147 a challenge without its verifier is refused`(verifier: String?) async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let answer = try await here.code(browser)
            #expect(try await browser.redeem(answer, app: here.app, verifier: verifier).refuses())
            // A code that was shown with a wrong verifier is spent: there is no guessing.
            #expect(try await browser.redeem(answer, app: here.app).refuses())
            #expect(try await browser.redeem(try await here.code(browser), app: here.app).status == 200)
        }
    }

    @Test func `A147 a verifier that is given twice or as a list is refused`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            for name in ["code_verifier", "code_verifier[]"] {
                let code = try await here.code(browser).parameters["code"] ?? ""
                let fields = [
                    ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", here.app.redirectURI),
                    (name, TestBrowser.verifier), (name, TestBrowser.verifier),
                ]
                #expect(try await browser.token(here.app, fields).refuses("invalid_request"))
            }
        }
    }

    @Test func `A148 a verifier without a challenge is refused, and neither passes for a confidential app`()
        async throws
    {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let path = TestBrowser.authorizePath(here.other)
            let bare = String(path.prefix(upTo: try #require(path.firstRange(of: "&code_challenge")).lowerBound))
            let downgraded = try await browser.redeem(try await browser.get(bare), app: here.other)
            #expect(downgraded.refuses())
            let plain = try await browser.redeem(try await browser.get(bare), app: here.other, verifier: nil)
            #expect(plain.status == 200)
        }
    }

    @Test func `A150, A167 nothing but the whole code is a code`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let code = try await here.code(browser).parameters["code"] ?? ""
            let refreshToken = try await here.tokens(browser).json("refresh_token") ?? ""
            let forged = [
                String(code.dropLast()), code + "A", code + "=", code.uppercased(), "x" + code.dropFirst(),
                "mrt_" + code.dropFirst(4), "mac_" + refreshToken.dropFirst(4), refreshToken, " " + code,
                OpaqueToken(.authorizationCode, random: [UInt8](repeating: 1, count: 32)).text, "mac_", "' OR 1=1 --",
                browser.cookie("martlet-session") ?? "",
            ]
            for text in forged {
                #expect(try await here.redeem(browser, text).refuses(), "\(text)")
                let refreshed = try await browser.token(
                    here.app, [("grant_type", "refresh_token"), ("refresh_token", text == refreshToken ? code : text)])
                #expect(refreshed.refuses(), "\(text)")
            }
            #expect(try await here.redeem(browser, code).status == 200)
        }
    }
}
