import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

/// A018–A022: what an app may ask about the age and the strength of a sign-in, and what a page wants afresh.
@Suite struct `Attacks on reauthentication` {
    @Test func `A018 prompt=none gives a code only where nothing is left to ask`() async throws {
        let attack = try await AttackHouse()
        let asking = try await attack.house.app("Asks", redirectURI: "https://ask.example/cb", consentMode: .eachUser)
        let managing = try await attack.house.app("Rules", redirectURI: "https://rule.example/cb", isManagement: true)
        @Sendable func silent(_ browser: TestBrowser, _ app: TestHouse.App) async throws -> TestBrowser.Answer {
            try await browser.get(TestBrowser.authorizePath(app, extra: "&prompt=none"))
        }
        try await attack.house.serve { client in
            let browser = TestBrowser(client)
            #expect(try await silent(browser, attack.app).parameters["error"] == "login_required")
            _ = try await attack.halfway(browser, attack.mia)
            let half = try await silent(browser, attack.app)
            #expect(half.parameters["error"] == "login_required" && half.givesNothing)

            let (inside, _) = try await attack.inside(client, as: attack.mia, stays: true)
            #expect(try await silent(inside, attack.app).parameters["code"] != nil)
            let consent = try await silent(inside, asking)
            #expect(consent.parameters["error"] == "consent_required" && consent.givesNothing)
            // The same browser with a session in which no second factor was proven, at an app that wants one.
            inside.close()
            let page = try await inside.password(try await inside.get("/account"), attack.mia)
            #expect(try await inside.submit(page, "/stay", [("stay", "no")]).location == "/account")
            let more = try await silent(inside, managing)
            #expect(more.parameters["error"] == "interaction_required" && more.givesNothing)
            #expect(try await silent(inside, attack.app).parameters["code"] != nil)
            attack.house.clock.advance(by: .hours(13))
            let old = try await silent(inside, attack.app)
            #expect(old.parameters["error"] == "login_required" && old.givesNothing)
        }
        try await attack.expectSound()
    }

    @Test(arguments: ["&prompt=login", "&max_age=0", "&max_age=60", "&prompt=select_account"])
    func `A019 a sign-in that is asked for happens, and auth_time says so`(extra: String) async throws {
        let attack = try await AttackHouse()
        try await attack.house.serve { client in
            let (browser, _) = try await attack.inside(client, as: attack.mia)
            let first = try await browser.redeem(try await browser.get(attack.authorize), app: attack.app)
            let began = try #require(first.idToken.integer("auth_time"))
            attack.house.clock.advance(by: .minutes(5))
            let path = TestBrowser.authorizePath(attack.app, extra: extra)
            let asked = try await browser.get(path)
            #expect((asked.asks("password") || asked.asks("name")) && asked.givesNothing)
            let done = try await browser.signIn(path, as: attack.mia, at: attack.house.now)
            let tokens = try await browser.redeem(done, app: attack.app)
            #expect(tokens.idToken.integer("auth_time") == began + 300)
        }
    }

    @Test func `A019 what is not understood is invalid_request`() async throws {
        let attack = try await AttackHouse()
        let texts = [
            "&max_age=-1", "&max_age=abc", "&max_age=1e3", "&max_age=99999999999", "&max_age=%2B5", "&max_age=0x10",
            "&prompt=none%20login", "&prompt=never", "&prompt=LOGIN",
        ]
        try await attack.house.serve { client in
            let (browser, _) = try await attack.inside(client, as: attack.mia)
            for extra in texts {
                let refused = try await browser.get(TestBrowser.authorizePath(attack.app, extra: extra))
                #expect(refused.parameters["error"] == "invalid_request" && refused.givesNothing, "\(extra)")
            }
            #expect(try await browser.get(attack.authorize).parameters["code"] != nil)
            let huge = try await browser.get(TestBrowser.authorizePath(attack.app, extra: "&max_age=9999999999"))
            #expect(huge.parameters["code"] != nil)
        }
    }

    @Test func `A020 a remembered browser is no fresh second factor, neither for an app nor for one's own methods`()
        async throws
    {
        let attack = try await AttackHouse()
        let managing = try await attack.house.app("Rules", redirectURI: "https://rule.example/cb", isManagement: true)
        try await attack.house.serve { client in
            let (browser, _) = try await attack.inside(client, as: attack.mia, stays: true)
            browser.close()
            let page = try await browser.password(try await browser.get("/account"), attack.mia)
            let inside = try await browser.submit(page, "/stay", [("stay", "no")])
            #expect(inside.location == "/account" && inside.status == 200)
            let tokens = try await browser.redeem(try await browser.get(attack.authorize), app: attack.app)
            #expect(tokens.idToken["amr"] == .strings(["pwd"]))
            for path in ["/account/password", TestBrowser.authorizePath(managing), "/admin"] {
                #expect(try await browser.get(path).asks("code"), "\(path)")
            }
            let strong = TestBrowser.authorizePath(attack.app, extra: "&acr_values=mfa")
            #expect(try await browser.get(strong).status == 200)
            // Once proven it is enough, and the page that was wanted is shown.
            let asked = try await browser.get("/account/password")
            attack.house.clock.advance(by: .seconds(30))
            let shown = try await browser.submit(asked, "/code", [("code", attack.mia.code(at: attack.house.now))])
            #expect(shown.location == "/account/password" && shown.asks("password"))
        }
    }

    @Test func `A021 an app can ask for more than the policy and never for less`() async throws {
        let attack = try await AttackHouse()
        @Sendable func path(_ extra: String) -> String { TestBrowser.authorizePath(attack.app, extra: extra) }
        try await attack.house.serve { client in
            let browser = TestBrowser(client)
            for low in ["1", "0", "urn:mace:incommon:iap:bronze"] {
                #expect(try await attack.halfway(browser, attack.mia, at: path("&acr_values=\(low)")).asks("code"))
            }
            let claims = "{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[\"urn:unknown\"]}}}"
            let unknown = try await browser.get(path("&claims=\(claims.formEncoded)"))
            #expect(unknown.parameters["error"] == "unmet_authentication_requirements" && unknown.givesNothing)
            for broken in ["{", "[]", "{\"id_token\":{\"acr\":7}}"] {
                let answer = try await browser.get(path("&claims=\(broken.formEncoded)"))
                #expect(answer.parameters["error"] == "invalid_request" && answer.givesNothing)
            }
        }
        try await attack.expectNobodyIn(as: attack.mia)
    }

    @Test(arguments: [true, false])
    func `A022 a method is removed only by a session that has proven a second factor`(defaultsAreOn: Bool) async throws
    {
        let attack = try await AttackHouse()
        if !defaultsAreOn { try await attack.switchDefaultsOff() }
        let tables = try await attack.house.store.read { try $0.totpMethods.list(attack.mia.id) }
        let method = try #require(tables.first)
        let path = "/account/methods/\(method.id)/delete"
        try await attack.house.serve { client in
            let (browser, _) = try await attack.inside(client, as: attack.mia, stays: true)
            browser.close()
            let page = try await browser.password(try await browser.get("/account"), attack.mia)
            let inside = try await browser.submit(page, "/stay", [("stay", "no")])
            for post in [path, "/account/recovery-codes"] {
                let asked = try await browser.post(post, [("token", inside.token)])
                #expect(asked.asks("code") && asked.givesNothing)
            }
            #expect(try await attack.house.store.read { try $0.totpMethods.list(attack.mia.id).count } == 1)
            // Nor by the session of somebody else.
            let (other, otherPage) = try await attack.inside(client, as: attack.ned)
            let foreign = try await other.raw(path, [("token", otherPage.token)])
            #expect(foreign.status == (defaultsAreOn ? 404 : 303) && foreign.givesNothing)
            let asked = try await browser.post(path, [("token", inside.token)])
            attack.house.clock.advance(by: .seconds(30))
            let back = try await browser.submit(asked, "/code", [("code", attack.mia.code(at: attack.house.now))])
            #expect(back.location == "/account/security")
            let removed = try await browser.raw(path, [("token", back.token)])
            #expect(removed.status == 303)
            // Under the defaults the last method stays in any case.
            let left = try await attack.house.store.read { try $0.totpMethods.list(attack.mia.id).count }
            #expect(left == (defaultsAreOn ? 1 : 0))
        }
    }
}
