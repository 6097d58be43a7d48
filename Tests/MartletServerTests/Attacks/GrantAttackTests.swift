import Foundation
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

/// A179, A188, A197, A200: a grant gives what it was set up for, to whom it was set up for, and nothing that is asked in
/// another way.
@Suite struct `Attacks on grants` {
    @Test func `A188 an app that may not use the password grant gets nothing by it, whatever the policy`() async throws
    {
        let here = try await TokenHouse()
        try await SwitchSecurityDefaults(here.house.tools).off(reason: .tooManyPrompts, by: try await here.caller)
        let knock = [("grant_type", "password"), ("username", here.member.name), ("password", here.member.password)]
        try await here.house.serve { client in
            let browser = TestBrowser(client)
            #expect(try await browser.token(here.app, knock).status == 200)
            try await EditApplication(here.house.tools)(
                here.app.id,
                ApplicationDetails(
                    displayName: "Portal", redirectURIs: [here.app.redirectURI], allowsPasswordGrant: false),
                by: try await here.caller)
            let before = try await here.house.signIns().count
            #expect(try await browser.token(here.app, knock).refuses("unauthorized_client"))
            // The password was not even looked at, so that the app cannot be used to guess either.
            #expect(try await here.house.signIns().count == before)
        }
    }

    @Test func `A188 a conjured grant gives nothing, and a stranger does not even learn that it is none`() async throws
    {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            var bare = here.other
            bare.secret = "mcs_" + String(repeating: "A", count: 43)
            let browser = TestBrowser(client)
            for type in [
                "implicit", "none", "PASSWORD", "authorization_code ", "refresh_token,password", "*",
                "urn:ietf:params:oauth:grant-type:saml2-bearer", "urn:openid:params:grant-type:ciba",
            ] {
                let answer = try await browser.token(
                    here.app,
                    [("grant_type", type), ("username", here.member.name), ("password", here.member.password)])
                #expect(answer.refuses("unsupported_grant_type"), "\(type)")
                let stranger = try await browser.token(bare, [("grant_type", type)])
                #expect(stranger.refuses("invalid_client", status: 401), "\(type)")
            }
        }
    }

    @Test(arguments: [
        String(repeating: "a/b ", count: 2500), String(repeating: "x", count: 1001), "openid\"", "openid\\",
        "openid\r\nx",
        "openid\u{e9}", " ", "\t",
    ])
    func `A197 a list of scopes that is endless or none is refused before anything is looked up`(
        scope: String
    ) async throws {
        let here = try await TokenHouse()
        try await SwitchSecurityDefaults(here.house.tools).off(reason: .tooManyPrompts, by: try await here.caller)
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let tokens = try await here.tokens(browser)
            #expect(try await here.refresh(browser, tokens, scope: scope).refuses("invalid_scope"))
            let knock = try await browser.token(
                here.app,
                [
                    ("grant_type", "password"), ("username", here.member.name), ("password", here.member.password),
                    ("scope", scope),
                ])
            #expect(knock.refuses("invalid_scope"))
            let sent = try await browser.get(TestBrowser.authorizePath(here.app, scope: scope))
            #expect(sent.parameters["code"] == nil && sent.parameters["error"] == "invalid_scope")
            // What is repeated is there once, and the token was not used up by trying.
            let next = try await here.refresh(browser, tokens, scope: "openid openid  openid profile")
            #expect(next.status == 200 && next.json("scope") == "openid profile")
        }
    }

    @Test func `A179 nothing that a person is called can be a claim of its own`() async throws {
        let here = try await TokenHouse()
        let tenant = here.app.tenant
        let name = #"Mia","sub":"root","roles":["Global Administrator"],"x":""#
        try await here.house.store.write { tables in
            var user = try #require(try tables.users.find(here.member.id, in: tenant))
            user.displayName = name
            user.givenName = "\u{0}\u{1f}\u{2028}\\\""
            try tables.users.update(user)
        }
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let tokens = try await here.tokens(browser)
            let token = try #require(tokens.json("id_token"))
            let payload = try #require(Base64URL.decode(token.split(separator: ".").map(String.init)[1]))
            let claims = try JSONReader.object(payload)
            #expect(claims.string("name") == name && claims.string("sub") == here.member.id.rawValue)
            #expect(claims["roles"] == nil && claims["x"] == nil)
            let info = try JSONReader.object(Array(try await here.userInfoAnswer(browser, tokens).body.utf8))
            #expect(info.string("name") == name && info.string("sub") == here.member.id.rawValue)
            #expect(info["roles"] == nil)
        }
    }

    @Test func `A179 an optional claim never stands in the place of one that the house gives`() async throws {
        let here = try await TokenHouse()
        let tenant = here.app.tenant
        try await here.house.store.write { tables in
            var app = try #require(try tables.applications.find(here.app.id, in: tenant))
            app.settings.tokens.optionalIDTokenClaims = [
                "sub", "iss", "aud", "exp", "tid", "oid", "amr", "acr", "roles", "scp", "email", "family", "nonce",
            ]
            try tables.applications.update(app)
        }
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let token = try #require(try await here.tokens(browser).json("id_token"))
            let payload = try #require(Base64URL.decode(token.split(separator: ".").map(String.init)[1]))
            let claims = try JSONReader.object(payload)
            #expect(claims.string("sub") == here.member.id.rawValue && claims.string("tid") == tenant.rawValue)
            #expect(claims.string("aud") == here.app.id.rawValue && claims.string("nonce") == "n1")
            #expect(claims.string("iss") == here.house.tools.publicURL.issuer(of: tenant))
            #expect(claims["roles"] == nil && claims["scp"] == nil && claims["family"] == nil)
            // The one that there is stands there.
            #expect(claims.string("email") == here.member.name)
        }
    }

    @Test func `A200 UserInfo tells what the scopes open, and no token, proof or row`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            for (scope, names) in [
                ("openid", ["sub"]), ("openid email", ["email", "sub"]),
                ("openid offline_access User.Read", ["sub"]),
            ] {
                let code = try await browser.get(TestBrowser.authorizePath(here.app, scope: scope))
                let tokens = try await browser.redeem(code, app: here.app)
                let info = try JSONReader.object(Array(try await here.userInfoAnswer(browser, tokens).body.utf8))
                #expect(info.members.map(\.name).sorted() == names, "\(scope)")
            }
            let code = try await browser.get(TestBrowser.authorizePath(here.app, scope: "User.Read"))
            let tokens = try await browser.redeem(code, app: here.app)
            let info = try await here.userInfoAnswer(browser, tokens)
            #expect(info.status == 403 && info.body == "{}")
        }
    }

    @Test func `A201 another organisation's path opens nothing, and names no claim of it`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let tokens = try await here.tokens(browser)
            var elsewhere = here.app
            elsewhere.tenant = ID("0d9f4c1e-5b1a-4d7e-9c3f-2a6b8e7d1f00")
            let refused = try await here.refresh(browser, tokens, app: elsewhere)
            #expect((400..<500).contains(refused.status) && refused.json("access_token") == nil)
            let page = try await browser.get(TestBrowser.authorizePath(elsewhere))
            #expect(page.status == 400 && page.parameters["code"] == nil)
            #expect(try await here.refresh(browser, tokens).status == 200)
        }
    }
}
