import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

@testable import MartletServer

/// Section 2.11 through the doors, with the defaults off: the state of one person decides.
@Suite struct `MFA that is switched on by name` {
    private func set(_ attack: AttackHouse, _ person: TestHouse.Person, _ state: User.PerUserMFA) async throws {
        let id = attack.app.tenant
        try await attack.house.store.write { tables in
            guard var tenant = try tables.tenants.find(id) else { return }
            tenant.securityDefaults.isEnabled = false
            try tables.tenants.update(tenant)
        }
        try await SetPerUserMFA(attack.house.tools)(person.id, state, by: try await attack.house.operatorCaller())
    }

    @Test func `PU-1 whose MFA is enabled registers at the next sign-in, and is enforced from then on`() async throws {
        let attack = try await AttackHouse()
        let eve = try await attack.house.add("eve", isRegistered: false)
        try await set(attack, eve, .enabled)
        try await attack.house.serve { client in
            let browser = TestBrowser(client)
            let page = try await attack.halfway(browser, eve)
            #expect(page.asks("register") && !page.asks("skip"))
            let secret = try #require(`Attacks on one-time codes`.manualKey(in: page.body))
            let code = TOTP.code(secret: secret, step: TOTP.step(at: attack.house.now))
            #expect(try await browser.submit(page, "/register", [("code", code)]).asks("codes"))
        }
        let state = try await attack.house.store.read { try $0.users.find(eve.id, in: attack.app.tenant)?.perUserMFA }
        #expect(state == .enforced)
        // Nobody else switched it, and it has left its trace in the transaction of the registration (promise 5).
        let records = try await ListAudits(attack.house.tools)(
            AuditSearch(activity: .perUserMFAChanged), by: try await attack.house.operatorCaller()
        ).items
        #expect(records.count == 2)
        let own = try #require(records.first { $0.actor == .system })
        #expect(own.targets.map(\.id) == [eve.id.rawValue])
        #expect(own.changes.map(\.new) == ["enforced"])
    }

    @Test func `PU-3 whose MFA is enforced is asked at each sign-in, remembered or not`() async throws {
        let attack = try await AttackHouse()
        try await set(attack, attack.mia, .enforced)
        try await attack.house.serve { client in
            let (browser, _) = try await attack.inside(client, as: attack.mia, at: attack.authorize, stays: true)
            browser.close()
            let page = try await attack.halfway(browser, attack.mia)
            #expect(page.asks("code") && page.body.contains("your organisation asks you for it every time"))
            try await set(attack, attack.mia, .disabled)
            #expect(!(try await attack.halfway(TestBrowser(client), attack.mia)).asks("code"))
        }
    }
}
