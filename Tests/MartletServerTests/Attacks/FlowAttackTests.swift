import HTTPTypes
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

/// A005–A017: half sessions, other browsers, other people, and a set-up that is closed.
@Suite struct `Attacks on the state of a sign-in` {
    @Test func `A005 a typed name alone opens nothing`() async throws {
        let attack = try await AttackHouse()
        try await attack.house.serve { client in
            let browser = TestBrowser(client)
            let page = try await browser.submit(
                try await browser.get(attack.authorize), "/name", [("username", attack.mia.name)])
            let posts = [
                "/account/authenticator", "/account/recovery-codes", "/account/password",
                "/account/sessions/end-others",
                "/signin/\(page.handle)/register", "/signin/\(page.handle)/codes",
            ]
            for path in posts {
                let answer = try await browser.raw(path, [("token", page.token), ("new-password", "Any-Harbour-11")])
                #expect(answer.givesNothing && [303, 403, 409].contains(answer.status), "\(path)")
            }
            for path in ["/account", "/account/security", "/admin"] {
                let shown = try await browser.get(path)
                #expect(shown.asks("name") || shown.asks("password"), "\(path)")
            }
        }
        try await attack.expectNobodyIn(as: attack.mia)
    }

    @Test func `A006 a registration's state is good for its person, once, and for a quarter of an hour`() async throws {
        let attack = try await AttackHouse()
        try await attack.house.serve { client in
            let (browser, page) = try await attack.inside(client, as: attack.mia)
            let begun = try await browser.raw("/account/authenticator", [("token", page.token)])
            let secret = try #require(`Attacks on one-time codes`.manualKey(in: begun.body))
            let state = begun.body.tags("input").first { $0.attribute("name") == "state" }?.attribute("value") ?? ""
            let (other, otherPage) = try await attack.inside(client, as: attack.ned)
            @Sendable func prove(_ browser: TestBrowser, _ token: String, _ state: String) async throws -> Int {
                let code = TOTP.code(secret: secret, step: TOTP.step(at: attack.house.now))
                let fields = [("token", token), ("step", "prove"), ("name", ""), ("state", state), ("code", code)]
                return try await browser.raw("/account/authenticator", fields).status
            }
            #expect(try await prove(other, otherPage.token, state) == 400)
            for forged in ["", "AAAA", String(state.dropLast()), state + "A", String(state.reversed())] {
                #expect(try await prove(browser, page.token, forged) == 400)
            }
            attack.house.clock.advance(by: .minutes(14))
            #expect(try await prove(browser, page.token, state) == 303)
            attack.house.clock.advance(by: .minutes(2))
            #expect(try await prove(browser, page.token, state) == 400)
        }
        let methods = try await attack.house.store.read { tables in
            (try tables.totpMethods.list(attack.mia.id).count, try tables.totpMethods.list(attack.ned.id).count)
        }
        #expect(methods == (2, 1))
    }

    @Test(arguments: ["a", "198.51.100.7, a", "' OR 1=1 --", "::::", "999.1.1.1", String(repeating: "1,", count: 3000)])
    func `A008 an address that cannot be read skips no step`(forwardedFor: String) async throws {
        let attack = try await AttackHouse()
        try await attack.house.serve { client in
            let (browser, _) = try await attack.inside(client, as: attack.mia, stays: true)
            browser.close()
            let known = try await browser.password(try await browser.get("/account"), attack.mia)
            #expect(!known.asks("code"))
            let odd = TestBrowser(client, address: forwardedFor)
            for name in browser.cookieNames { odd.setCookie(name, browser.cookie(name) ?? "") }
            let page = try await attack.halfway(odd, attack.mia, at: "/account")
            #expect(page.asks("code") && page.givesNothing)
        }
    }

    @Test func `A009 and A010 a flow is worth something only in the browser that began it`() async throws {
        let attack = try await AttackHouse()
        try await attack.house.serve { client in
            let thief = TestBrowser(client)
            let planted = try await thief.get(attack.authorize)
            let victim = TestBrowser(client, address: "203.0.113.5")
            _ = try await victim.get("/account")
            // The link that was sent to the victim is dead there, whatever is posted to it.
            let opened = try await victim.get("/signin/\(planted.handle)")
            #expect(opened.status == 400 && opened.forms.allSatisfy { !$0.contains(planted.handle) })
            let own = FormToken.make(
                handle: planted.handle, browserSecret: try #require(victim.cookie("martlet-browser")))
            for (token, status) in [(planted.token, 403), ("", 403), (own, 400)] {
                let fields = [("token", token), ("username", attack.mia.name), ("password", attack.mia.password)]
                let posted = try await victim.raw("/signin/\(planted.handle)/name", fields)
                #expect(posted.status == status && posted.givesNothing)
            }
            // The victim signs in by a flow of their own; the thief's handle gets nothing of it.
            let done = try await victim.signIn(attack.authorize, as: attack.mia, at: attack.house.now)
            #expect(done.parameters["code"] != nil)
            let polled = try await thief.get("/signin/\(planted.handle)")
            #expect(polled.asks("name") && polled.givesNothing)
            #expect(try await thief.get("/account").asks("name"))
            // Without any cookie a flow is nobody's.
            #expect(try await TestBrowser(client).get("/signin/\(planted.handle)").status == 400)
        }
        #expect(try await attack.sessions(of: attack.mia).count == 1)
    }

    @Test func `A012 nobody else can be named in the flow of somebody who is signed in`() async throws {
        let attack = try await AttackHouse()
        try await attack.house.serve { client in
            let (browser, _) = try await attack.inside(client, as: attack.admin, at: "/admin")
            attack.house.clock.advance(by: .minutes(6))
            let overview = try await browser.get("/admin/security-defaults")
            let asked = try await browser.submit(overview, "/off", [("reason", "tooManyPrompts")])
            #expect(asked.asks("code"))
            let named = try await browser.raw(
                "/signin/\(asked.handle)/name", [("token", asked.token), ("username", attack.mia.name)])
            #expect(named.status == 409)
            let other = try await browser.raw(
                "/signin/\(asked.handle)/code",
                [("token", asked.token), ("code", attack.mia.code(at: attack.house.now))])
            #expect(other.status == 400 && other.givesNothing)
            let right = try await browser.submit(asked, "/code", [("code", attack.admin.code(at: attack.house.now))])
            #expect(right.location == "/admin/security-defaults" && right.status == 200)
        }
        #expect(try await attack.sessions(of: attack.mia).isEmpty)
    }

    @Test(arguments: [false, true])
    func `A014 set-up stays closed when the only administrator is gone`(isDeleted: Bool) async throws {
        let house = try await TestHouse()
        let code = try #require(try await PrepareSetUp(house.tools)())
        try await house.serve { client in
            let open = try await TestBrowser(client).get("/setup?code=\(code)")
            #expect(open.forms.contains("/setup"))
        }
        let admin = try await house.setUp()
        let tenant = try await house.operatorCaller().tenant
        var user = try #require(try await house.store.read { try $0.users.find(admin.id, in: tenant) })
        user.isEnabled = isDeleted
        user.deletedAt = isDeleted ? house.now : nil
        let gone = user
        try await house.store.write { try $0.users.update(gone) }
        #expect(try await PrepareSetUp(house.tools)() == nil)
        try await house.serve { client in
            let browser = TestBrowser(client)
            for path in ["/setup", "/setup?code=\(code)", "/setup?code=msu_x"] {
                let page = try await browser.get(path)
                #expect(page.status == 403 && !page.forms.contains("/setup"))
            }
            _ = try await browser.get("/account")
            let token = FormToken.make(handle: "setup", browserSecret: try #require(browser.cookie("martlet-browser")))
            let fields = [
                ("token", token), ("setup-code", code), ("organization", "Evil"), ("domain", "evil.example"),
                ("display-name", "Eve"), ("username", "eve"), ("new-password", "Copper-Lantern-58-tide"),
                ("confirm-password", "Copper-Lantern-58-tide"), ("code", "000000"), ("state", "AAAA"),
            ]
            for path in ["/setup", "/setup/authenticator"] {
                let answer = try await browser.raw(path, fields)
                #expect(answer.status == 403 && answer.givesNothing)
            }
            #expect(try await browser.raw("/setup/done", fields).givesNothing)
        }
        #expect(try await house.store.read { try $0.tenants.list().count } == 1)
        await #expect(throws: ActionError.conflict(.setUpClosed)) { _ = try await house.setUp() }
    }

    @Test func `A017 the no of every verifier stops the sign-in`() async throws {
        let attack = try await AttackHouse()
        try await attack.house.serve { client in
            let browser = TestBrowser(client)
            let page = try await browser.get(attack.authorize)
            let wrong = try await browser.password(page, attack.mia, password: "Wrong-Harbour-93-lamp")
            #expect(wrong.status == 401 && wrong.givesNothing)
            let half = try await attack.halfway(browser, attack.mia)
            let steps = [("code", attack.wrongCode(of: attack.mia)), ("recovery-code", "AAAA-AAAA-AAAA-AAAA")]
            for (field, value) in steps {
                let step = field == "code" ? "code" : "recovery"
                let answer = try await browser.raw(
                    "/signin/\(half.handle)/\(step)", [("token", half.token), (field, value)])
                #expect(answer.status == 400 && answer.givesNothing)
            }
        }
        try await attack.expectNobodyIn(as: attack.mia)
    }
}
