import HTTPTypes
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletTesting
import Testing

/// The modules of the basic plan about codes, tokens and claims.
@Suite struct `The basic plan, tokens and claims` {
    @Test(arguments: RelyingParty.modes)
    func `oidcc-scope-profile, oidcc-scope-email, oidcc-scope-address, oidcc-scope-phone, oidcc-scope-all: no error`(
        mode: String
    ) async throws {
        let suite = try await RelyingParty(mode: mode)
        try await suite.house.serve { client in
            let browser = TestBrowser(client)
            _ = try await suite.signIn(browser)
            let expected: [(scope: String, claims: Set<String>)] = [
                ("openid profile", ["name", "preferred_username"]), ("openid email", ["email"]),
                ("openid address", []), ("openid phone", []),
                ("openid address email phone profile", ["name", "preferred_username", "email"]),
            ]
            for (scope, claims) in expected {
                let code = try await suite.ask(browser, ["scope": scope])["code"]
                let answer = try await suite.redeem(browser, code)
                #expect(answer.json("scope") == scope)
                let info = try JSONReader.object(Array(try await suite.userInfo(browser, answer).body.utf8))
                #expect(Set(info.members.map(\.name)) == claims.union(["sub"]), "\(scope)")
            }
        }
    }

    @Test func `oidcc-userinfo-get, oidcc-userinfo-post-header, oidcc-userinfo-post-body: the same claims by each way`()
        async throws
    {
        let suite = try await RelyingParty()
        try await suite.house.serve { client in
            let browser = TestBrowser(client)
            let answer = try await suite.tokens(browser, ["scope": "openid profile email"])
            let token = try #require(answer.json("access_token"))
            let got = try await suite.userInfo(browser, answer)
            let header = try await browser.raw("/oidc/userinfo", [], headers: [.authorization: "Bearer \(token)"])
            let body = try await browser.raw("/oidc/userinfo", [("access_token", token)])
            for one in [got, header, body] {
                #expect(one.status == 200 && one.headers[.contentType]?.hasPrefix("application/json") == true)
                #expect(one.body == got.body)
            }
            #expect(try await browser.get("/oidc/userinfo?access_token=\(token)").status == 401)
            #expect(try await browser.raw("/oidc/userinfo", [("access_token", token + "x")]).status == 401)
        }
    }

    @Test(arguments: RelyingParty.modes)
    func `oidcc-codereuse: a code that comes back at once is refused`(mode: String) async throws {
        let suite = try await RelyingParty(mode: mode)
        try await suite.house.serve { client in
            let browser = TestBrowser(client)
            let code = try await suite.signIn(browser)["code"]
            #expect(try await suite.redeem(browser, code).status == 200)
            #expect(try await suite.redeem(browser, code).refuses())
        }
    }

    @Test(arguments: RelyingParty.modes)
    func `oidcc-codereuse-30seconds: a code that comes back ends the tokens that it gave`(mode: String) async throws {
        let suite = try await RelyingParty(mode: mode)
        try await suite.house.serve { client in
            let browser = TestBrowser(client)
            let code = try await suite.signIn(browser)["code"]
            let answer = try await suite.redeem(browser, code)
            #expect(try await suite.userInfo(browser, answer).status == 200)
            suite.house.clock.advance(by: .seconds(30))
            #expect(try await suite.redeem(browser, code).refuses())
            #expect(try await suite.userInfo(browser, answer).status == 401)
        }
    }

    @Test func `oidcc-server-client-secret-post: the secret may stand in the body`() async throws {
        let suite = try await RelyingParty()
        try await suite.house.serve { client in
            let browser = TestBrowser(client)
            let code = try await suite.signIn(browser)["code"] ?? ""
            let fields = [
                ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", suite.app.redirectURI),
            ]
            #expect(try await browser.token(suite.app, fields).status == 200)
        }
    }

    @Test(arguments: RelyingParty.modes)
    func `oidcc-refresh-token: it works, keeps the person, and is bound to the app`(mode: String) async throws {
        let suite = try await RelyingParty(mode: mode)
        try await suite.house.serve { client in
            let browser = TestBrowser(client)
            let answer = try await suite.tokens(browser, ["scope": "openid offline_access"])
            let token = try #require(answer.json("refresh_token"))
            let fields = [("grant_type", "refresh_token"), ("refresh_token", token)]
            #expect(try await suite.token(browser, fields, as: suite.other).refuses())
            suite.house.clock.advance(by: .minutes(1))
            let next = try await suite.token(browser, fields)
            #expect(next.json("access_token") != answer.json("access_token"))
            let (first, second) = (try await suite.idToken(answer), try await suite.idToken(next))
            // OpenID Connect Core section 12.2.
            for claim in ["iss", "sub", "sid"] { #expect(first.string(claim) == second.string(claim), "\(claim)") }
            #expect(second.string("aud") == suite.app.id.rawValue)
            #expect(second.integer("auth_time") == first.integer("auth_time"))
            #expect(second.integer("iat") == suite.house.now.seconds)
            #expect(second["nonce"] == nil || second.string("nonce") == "nonce-1")
            #expect(try await suite.userInfo(browser, next).status == 200)
        }
    }

    @Test func `oidcc-server-rotate-keys: a new key is published beside the old one`() async throws {
        let suite = try await RelyingParty()
        try await suite.house.serve { client in
            let browser = TestBrowser(client)
            func published() async throws -> Set<String> {
                let keys = try await suite.document(browser, "/discovery/v2.0/keys")
                guard case .array(let list) = keys["keys"] else { return [] }
                return Set(
                    list.compactMap { key in
                        guard case .object(let key) = key else { return nil }
                        return key.string("kid")
                    })
            }
            let before = try await published()
            try await RotateSigningKeys(suite.house.tools)(by: try await suite.house.operatorCaller())
            suite.house.clock.advance(by: .seconds(6))
            let after = try await published()
            #expect(!before.isEmpty && before.isSubset(of: after) && after.count > before.count)
        }
    }
}
