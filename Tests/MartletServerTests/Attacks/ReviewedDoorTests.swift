import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore
import MartletTesting
import Testing

/// What a review of the doors found, each held by a test of its own.
@Suite struct `Attacks that a review found` {
    @Test func `A107 and A030 the cookie that an earlier user of the browser noted carries nobody's second factor`()
        async throws
    {
        let house = try await TestHouse()
        _ = try await house.setUp()
        let mia = try await house.add("mia")
        let app = try await house.app()
        try await house.serve { client in
            let browser = TestBrowser(client)
            _ = try await browser.get("/account")
            let noted = try #require(browser.cookie("martlet-browser"))
            _ = try await browser.signIn(TestBrowser.authorizePath(app), as: mia, at: house.now, stays: true)
            #expect(browser.cookie("martlet-browser") != noted)
            // The browser itself is remembered…
            browser.close()
            let own = try await browser.password(try await browser.get(TestBrowser.authorizePath(app)), mia)
            #expect(!own.forms.contains { $0.hasSuffix("/code") })
            // …and whoever knows its old cookie and the password is asked for the code.
            let thief = TestBrowser(client)
            thief.setCookie("martlet-browser", noted)
            let asked = try await thief.password(try await thief.get(TestBrowser.authorizePath(app)), mia)
            #expect(asked.forms.contains { $0.hasSuffix("/code") })
        }
    }

    @Test func `A163 a scope that there is not never stands in a token, and none at all is refused`() async throws {
        let house = try await TestHouse()
        _ = try await house.setUp()
        let mia = try await house.add("mia")
        let app = try await house.app()
        try await house.serve { client in
            let browser = TestBrowser(client)
            let path = TestBrowser.authorizePath(app, scope: "openid Everything.ReadWrite offline_access")
            let tokens = try await browser.redeem(
                try await browser.signIn(path, as: mia, at: house.now), app: app)
            #expect(tokens.json("scope") == "openid offline_access")
            let none = try await browser.get(TestBrowser.authorizePath(app, scope: "Everything.ReadWrite"))
            #expect(none.parameters["error"] == "invalid_scope")
        }
    }

    @Test func `A112 an id_token_hint of somebody else takes nothing from the session that is here`() async throws {
        let house = try await TestHouse()
        _ = try await house.setUp()
        let mia = try await house.add("mia")
        let ben = try await house.add("ben")
        let app = try await house.app()
        try await house.serve { client in
            let hers = TestBrowser(client)
            let tokens = try await hers.redeem(
                try await hers.signIn(TestBrowser.authorizePath(app), as: mia, at: house.now), app: app)
            let hint = try #require(tokens.json("id_token"))
            let silent = TestBrowser.authorizePath(app, extra: "&prompt=none&id_token_hint=\(hint)")
            #expect(try await hers.get(silent).parameters["code"] != nil)
            let his = TestBrowser(client)
            _ = try await his.signIn(TestBrowser.authorizePath(app), as: ben, at: house.now)
            let answer = try await his.get(silent)
            #expect(answer.parameters["error"] == "login_required" && answer.parameters["code"] == nil)
        }
    }

    @Test func `promise 7 an administrator whose temporary password runs out is not the one who is left`() async throws
    {
        let house = try await TestHouse()
        let root = try await house.setUp()
        let carol = try await house.add("carol", role: .globalAdministrator)
        let caller = try await house.operatorCaller()
        _ = try await ResetPassword(house.tools)(carol.id, by: caller)
        await #expect(throws: ActionError.lastAdministrator) {
            try await SetUserEnabled(house.tools)(root.id, isEnabled: false, by: caller)
        }
        // The last one's own temporary password does not run out, or nobody could help them afterwards.
        _ = try await ResetPassword(house.tools)(root.id, by: caller)
        let password = try await house.store.read { try $0.passwords.find(root.id) }
        #expect(password?.mustChange == true && password?.expiresAt == nil)
    }

    @Test func `A109 a half sign-in ends when its victim ends the other sessions`() async throws {
        let house = try await TestHouse()
        _ = try await house.setUp()
        let mia = try await house.add("mia")
        let app = try await house.app()
        try await house.serve { client in
            let thief = TestBrowser(client)
            let half = try await thief.password(try await thief.get(TestBrowser.authorizePath(app)), mia)
            #expect(half.forms.contains { $0.hasSuffix("/code") })
            let victim = TestBrowser(client)
            _ = try await victim.signIn("/account", as: mia, at: house.now)
            let sessions = try await victim.get("/account/sessions")
            let token = sessions.token
            let ended = try await victim.post("/account/sessions/end-others", [("token", token)])
            #expect(ended.status == 200)
            let late = try await thief.submit(half, "/code", [("code", mia.code(at: house.now, stepsAhead: 1))])
            #expect(late.status == 400 && late.parameters["code"] == nil)
        }
    }

    @Test func `promise 5 a sign-out leaves its record, and asking for one does not`() async throws {
        let house = try await TestHouse()
        _ = try await house.setUp()
        let mia = try await house.add("mia")
        let tenant = try await house.operatorCaller().tenant
        let ended: @Sendable () async throws -> Int = {
            try await house.store.read { tables in
                try tables.audits.list(in: tenant, filter: .init(), after: nil, limit: 50).items
                    .count { $0.activity == AuditActivity.sessionEnded.rawValue }
            }
        }
        try await house.serve { client in
            let browser = TestBrowser(client)
            _ = try await browser.signIn("/account", as: mia, at: house.now)
            let asked = try await browser.get("/signout")
            #expect(try await ended() == 0)
            #expect(try await browser.submit(asked, "/signout").status == 200)
            #expect(try await ended() == 1)
        }
    }
}
