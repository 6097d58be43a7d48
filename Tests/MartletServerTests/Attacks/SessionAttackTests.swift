import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

/// A107–A114: session cookies that are planted, stolen, old, broken or somebody else's.
@Suite struct `Attacks on sessions` {
    @Test func `A107 every sign-in and every rise makes a new session secret, and the one before is dead`() async throws
    {
        let attack = try await AttackHouse()
        try await attack.house.serve { client in
            // The thief's own session, planted with the thief's browser cookie.
            let (thief, _) = try await attack.inside(client, as: attack.ned)
            let planted = try #require(thief.cookie("martlet-session"))
            let victim = TestBrowser(client)
            for name in thief.cookieNames { victim.setCookie(name, thief.cookie(name) ?? "") }
            _ = try await victim.signIn("/account?x=1", as: attack.mia, at: attack.house.now)
            let path = TestBrowser.authorizePath(attack.app, extra: "&prompt=login")
            let done = try await victim.signIn(path, as: attack.mia, at: attack.house.now)
            #expect(done.parameters["code"] != nil)
            let issued = try #require(victim.cookie("martlet-session"))
            #expect(issued != planted)
            #expect(try await thief.get("/account").asks("name"))
            // A session in an address or in a body is no session.
            let bare = TestBrowser(client)
            #expect(try await bare.get("/account?martlet-session=\(issued)&session=\(issued)").asks("name"))
            // A rise within the session replaces its secret as well.
            let (browser, _) = try await attack.inside(client, as: attack.admin, at: "/admin")
            let before = try #require(browser.cookie("martlet-session"))
            attack.house.clock.advance(by: .minutes(6))
            let page = try await browser.get("/admin/security-defaults")
            let asked = try await browser.submit(page, "/off", [("reason", "tooManyPrompts")])
            _ = try await browser.submit(asked, "/code", [("code", attack.admin.code(at: attack.house.now))])
            #expect(try await browser.get("/admin").status == 200)
            #expect(browser.cookie("martlet-session") != before)
            browser.setCookie("martlet-session", before)
            #expect(try await browser.get("/admin").givesNothing)
            #expect(try await browser.get("/admin").asks("name"))
        }
    }

    @Test(arguments: [
        "sign-out", "own password", "other sessions", "ended", "reset", "methods", "disabled", "deleted", "revoked",
        "role",
    ])
    func `A109 a session is dead at once after what ends it`(ending: String) async throws {
        let attack = try await AttackHouse()
        let ida = try await attack.house.add("ida", role: .helpdeskAdministrator)
        let (tools, caller) = (attack.house.tools, try await attack.house.operatorCaller())
        try await attack.house.serve { client in
            let (stolen, page) = try await attack.inside(client, as: ida)
            #expect(page.location == "/account" && page.status == 200)
            #expect(try await stolen.get("/admin/users").status == 200)
            let code = try await stolen.get(attack.authorize)
            let tokens = try await stolen.redeem(code, app: attack.app)
            let refresh = try #require(tokens.json("refresh_token"))
            let session = try #require(try await attack.sessions(of: ida).first)
            let (other, home) = try await attack.inside(client, as: ida)
            attack.house.clock.advance(by: .seconds(1))
            let new = "Copper-Lantern-58-tide"
            switch ending {
            case "sign-out": _ = try await stolen.post("/signout", [("token", page.token)])
            case "own password":
                let fields = [("token", home.token), ("new-password", new), ("confirm-password", new)]
                #expect(try await other.raw("/account/password", fields).status == 303)
            case "other sessions":
                #expect(try await other.raw("/account/sessions/end-others", [("token", home.token)]).status == 303)
            case "ended":
                let answer = try await other.raw("/account/sessions/\(session.id)/end", [("token", home.token)])
                #expect(answer.status == 303)
            case "reset":
                try await ResetPassword(tools)(ida.id, password: .given(new, isTemporary: false), by: caller)
            case "methods": try await RequireReregistration(tools)(ida.id, by: caller)
            case "disabled": try await SetUserEnabled(tools)(ida.id, isEnabled: false, by: caller)
            case "deleted": try await DeleteUser(tools)(ida.id, by: caller)
            case "revoked": _ = try await RevokeSessions(tools)(ida.id, by: caller)
            default:
                let roles = try await attack.house.store.read { try $0.roleAssignments.list(ida.id) }
                for role in roles { try await RemoveRole(tools)(role.id, by: caller) }
            }
            for path in ["/account", "/account/security", "/admin", "/admin/users"] {
                let shown = try await stolen.get(path)
                #expect(shown.asks("name") && shown.givesNothing, "\(path)")
            }
            #expect(try await stolen.get(TestBrowser.authorizePath(attack.app, extra: "&prompt=none")).givesNothing)
            let refreshed = try await stolen.token(
                attack.app, [("grant_type", "refresh_token"), ("refresh_token", refresh)])
            #expect(refreshed.status == 400 && refreshed.givesNothing)
        }
        try await attack.expectSound()
    }

    @Test(arguments: ["reset", "revoked", "disabled and enabled"])
    func `A109 a half session dies with the sessions`(ending: String) async throws {
        let attack = try await AttackHouse()
        let eve = try await attack.house.add("eve", isRegistered: false)
        let (tools, caller) = (attack.house.tools, try await attack.house.operatorCaller())
        try await attack.house.serve { client in
            let thief = TestBrowser(client)
            let page = try await attack.halfway(thief, eve)
            let secret = try #require(`Attacks on one-time codes`.manualKey(in: page.body))
            attack.house.clock.advance(by: .seconds(1))
            switch ending {
            case "reset":
                try await ResetPassword(tools)(
                    eve.id, password: .given("Copper-Lantern-58-tide", isTemporary: false), by: caller)
            case "revoked": _ = try await RevokeSessions(tools)(eve.id, by: caller)
            default:
                try await SetUserEnabled(tools)(eve.id, isEnabled: false, by: caller)
                try await SetUserEnabled(tools)(eve.id, isEnabled: true, by: caller)
            }
            let code = TOTP.code(secret: secret, step: TOTP.step(at: attack.house.now))
            for step in ["register", "skip", "stay"] {
                let answer = try await thief.submit(page, "/" + step, [("code", code), ("stay", "no")])
                #expect([0, 400, 409].contains(answer.status) && answer.givesNothing)
            }
            let shown = try await thief.get("/signin/\(page.handle)")
            #expect(!shown.asks("register") && shown.givesNothing)
        }
        try await attack.expectNobodyIn(as: eve)
        #expect(try await attack.house.store.read { try $0.totpMethods.list(eve.id).isEmpty })
    }

    @Test func `A109 a temporary password that was replaced opens no flow that was begun with it`() async throws {
        let attack = try await AttackHouse()
        let eve = try await attack.house.add("eve", isRegistered: false)
        try await ResetPassword(attack.house.tools)(
            eve.id, password: .given(eve.password, isTemporary: true), by: try await attack.house.operatorCaller())
        @Sendable func choose(
            _ password: String, _ browser: TestBrowser, _ page: TestBrowser.Answer
        ) async throws
            -> TestBrowser.Answer
        {
            let fields = [("new-password", password), ("confirm-password", password)]
            return try await browser.submit(page, "/new-password", fields)
        }
        try await attack.house.serve { client in
            let (thief, victim) = (TestBrowser(client), TestBrowser(client))
            let (stolen, own) = (try await attack.halfway(thief, eve), try await attack.halfway(victim, eve))
            #expect(stolen.asks("new-password") && own.asks("new-password"))
            attack.house.clock.advance(by: .seconds(1))
            let next = try await choose("Copper-Lantern-58-tide", victim, own)
            #expect(next.asks("register"))
            let late = try await choose("Silver-Rudder-27-moss", thief, stolen)
            #expect([400, 409].contains(late.status) && late.givesNothing)
            #expect(try await victim.submit(next, "/skip").asks("stay"))
        }
        try await attack.expectNobodyIn(as: eve)
    }

    @Test func `A111 rest, age and a clock that is set back end a session, and use does not lengthen it`() async throws
    {
        let attack = try await AttackHouse()
        try await attack.house.serve { client in
            let (resting, _) = try await attack.inside(client, as: attack.mia)
            let (busy, _) = try await attack.inside(client, as: attack.ned)
            let (ruling, _) = try await attack.inside(client, as: attack.admin, at: "/admin")
            let (kept, _) = try await attack.inside(client, as: attack.mia, stays: true)
            attack.house.clock.advance(by: .minutes(29))
            #expect(try await ruling.get("/admin").status == 200)
            attack.house.clock.advance(by: .minutes(31))
            let ruled = try await ruling.get("/admin")
            #expect(ruled.asks("password") && ruled.givesNothing)
            for _ in 0..<3 {
                #expect(try await busy.get("/account").location == "/account")
                attack.house.clock.advance(by: .hours(3) + .minutes(30))
            }
            #expect(try await resting.get("/account").location != "/account")
            #expect(try await busy.get("/account").location == "/account")
            attack.house.clock.advance(by: .hours(1))
            #expect(try await busy.get("/account").location != "/account")
            // The clock that goes back revives neither of the two that were ended by the people themselves.
            #expect(try await kept.get("/account").location == "/account")
            let page = try await kept.get("/account")
            _ = try await kept.post("/signout", [("token", page.token)])
            attack.house.clock.advance(by: .hours(-2))
            #expect(try await kept.get("/account").location != "/account")
        }
    }
}
