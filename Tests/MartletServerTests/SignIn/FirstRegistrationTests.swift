import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

@testable import MartletServer

/// A first method cannot be hijacked by somebody who only knows the password.
@Suite struct `First registration through the doors` {
    private func set(_ house: TestHouse, _ setting: String) async throws {
        try await SetMethodsPolicy(house.tools)(
            [(name: "general.firstRegistration", text: setting)], by: try await house.operatorCaller())
    }

    @Test(arguments: ["pass", "knownBrowser", "approval"])
    func `A045 a page says what to do, and no post registers anything`(setting: String) async throws {
        let attack = try await AttackHouse()
        let eve = try await attack.house.add("eve", isRegistered: false)
        try await set(attack.house, setting)
        try await attack.house.serve { client in
            let browser = TestBrowser(client)
            let page = try await attack.halfway(browser, eve)
            #expect(page.status == 403 && page.body.contains("AADSTS53004") && !page.asks("register"))
            // The grace runs still: who may put it off may go on without.
            #expect(page.asks("skip"))
            let forced = try await browser.raw(
                "/signin/\(page.handle)/register", [("token", page.token), ("code", "123456")])
            #expect(forced.status == 409)
            let portal = TestBrowser(client)
            let first = try await portal.password(try await portal.get("/account"), eve)
            let inside = try await portal.submit(first, "/skip")
            let stay = inside.asks("stay") ? try await portal.submit(inside, "/stay", [("stay", "no")]) : inside
            #expect(stay.body.contains("Hello, "))
        }
        #expect(try await attack.house.store.read { try $0.totpMethods.list(eve.id) }.isEmpty)
    }

    @Test func `A045 whose method is not taken any more does not register another with the password alone`()
        async throws
    {
        let attack = try await AttackHouse()
        let id = attack.app.tenant
        try await attack.house.store.write { tables in
            guard var tenant = try tables.tenants.find(id) else { return }
            tenant.methodsPolicy.softwareOath.isEnabled = false
            try tables.tenants.update(tenant)
        }
        let newcomer = try await attack.house.add("newcomer", isRegistered: false)
        try await attack.house.serve { client in
            let page = try await attack.halfway(TestBrowser(client), attack.mia)
            #expect(page.status == 403 && page.body.contains("AADSTS53004") && !page.asks("passkey-register"))
            let first = try await attack.halfway(TestBrowser(client), newcomer)
            #expect(first.status == 200)
        }
    }

    @Test func `an approval opens the registration, and the person reads of it afterwards`() async throws {
        let attack = try await AttackHouse()
        let eve = try await attack.house.add("eve", isRegistered: false)
        try await set(attack.house, "approval")
        try await attack.house.serve { client in
            let browser = TestBrowser(client)
            let center = TestBrowser(client)
            let admin = try await center.signIn("/admin/users/\(eve.id)", as: attack.admin, at: attack.house.now)
            let allowed = try await center.submit(admin, "/allow-registration")
            #expect(allowed.body.contains("May register a first method until"))
            let page = try await attack.halfway(browser, eve, at: "/account")
            let secret = try #require(`Attacks on one-time codes`.manualKey(in: page.body))
            let code = TOTP.code(secret: secret, step: TOTP.step(at: attack.house.now))
            var next = try await browser.submit(page, "/register", [("code", code)])
            next = try await browser.submit(next, "/codes", [("saved", "1")])
            if next.asks("stay") { next = try await browser.submit(next, "/stay", [("stay", "no")]) }
            #expect(next.body.contains("Your first second step was set up on"))
            attack.house.clock.advance(by: .minutes(1))
            let detail = try await center.get("/admin/users/\(eve.id)")
            #expect(!detail.asks("allow-registration") && detail.body.contains("First method registered on"))
            #expect(detail.body.contains("from 192.0.2.10"))
            let overview = try await center.get("/admin")
            #expect(
                overview.body.contains("First methods of the last seven days")
                    && overview.body.contains(eve.id.rawValue))
        }
    }

    @Test func `A026 for two weeks whoever has the password is told of the first method, and nobody else`() async throws
    {
        let attack = try await AttackHouse()
        let eve = try await attack.house.add("eve", isRegistered: false)
        let words = "Your first method was set up on"
        try await attack.house.serve { client in
            let browser = TestBrowser(client)
            let page = try await attack.halfway(browser, eve)
            let secret = try #require(`Attacks on one-time codes`.manualKey(in: page.body))
            _ = try await browser.submit(
                page, "/register", [("code", TOTP.code(secret: secret, step: TOTP.step(at: attack.house.now)))])
            let stranger = TestBrowser(client, address: "198.51.100.1")
            let start = try await stranger.submit(
                try await stranger.get(attack.authorize), "/name", [("username", eve.name)])
            let wrong = try await stranger.password(start, eve, password: "Wrong-Harbour-1-lamp")
            #expect(!start.body.contains(words) && !wrong.body.contains(words))
            let told = try await attack.halfway(TestBrowser(client, address: "198.51.100.1"), eve)
            #expect(told.asks("code") && told.body.contains(words))
            // From where it was is for whoever has shown more than a password.
            #expect(!told.body.contains("192.0.2.10"))
            // Who had a method before is told nothing, and neither is anybody after two weeks.
            let mia = try await attack.halfway(TestBrowser(client), attack.mia)
            #expect(mia.asks("code") && !mia.body.contains(words))
            attack.house.clock.advance(by: .days(14))
            let later = try await attack.halfway(TestBrowser(client, address: "198.51.100.1"), eve)
            #expect(later.asks("code") && !later.body.contains(words))
        }
    }
}
