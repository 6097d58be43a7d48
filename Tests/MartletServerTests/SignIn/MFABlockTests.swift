import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

/// The block list through the doors: whatever somebody on it shows, it is no second factor (PN-11, PN-14, PN-15).
@Suite struct `People on the block list` {
    private func block(_ attack: AttackHouse, _ person: TestHouse.Person) async throws {
        try await BlockMFA(attack.house.tools)(
            person.id, reason: "phone stolen", by: try await attack.house.operatorCaller())
    }

    private func unblock(_ attack: AttackHouse, _ person: TestHouse.Person) async throws {
        try await UnblockMFA(attack.house.tools)(
            person.id, reason: "phone found", by: try await attack.house.operatorCaller())
    }

    private func line(_ attack: AttackHouse, _ person: TestHouse.Person) async throws -> MFABlock? {
        try await attack.house.store.read { try $0.mfaBlocks.find(person.id) }
    }

    private func setBlocksReporters(_ attack: AttackHouse) async throws {
        try await SetMethodsPolicy(attack.house.tools)(
            [(name: "general.blocksReporters", text: "true")], by: try await attack.house.operatorCaller())
    }

    /// Somebody who is signed in says of their newest sign-in that it was not theirs.
    private func report(_ browser: TestBrowser) async throws -> TestBrowser.Answer {
        let page = try await browser.get("/account/signins")
        let form = try #require(page.forms.first { $0.hasSuffix("/answer") })
        return try await browser.submit(page, form, [("was-me", "no")])
    }

    @Test func `PN-14 a right password meets a refusal with 500121, and nothing is asked`() async throws {
        let attack = try await AttackHouse()
        try await block(attack, attack.mia)
        try await attack.house.serve { client in
            let browser = TestBrowser(client)
            let refused = try await attack.halfway(browser, attack.mia)
            #expect(refused.status == 403 && refused.body.contains("AADSTS500121"))
            #expect(refused.body.contains("The second step is blocked"))
            #expect(!refused.asks("code") && !refused.asks("recovery") && !refused.asks("register"))
            let row = try #require(try await attack.rows(of: attack.mia).first)
            #expect(row.errorCode == 500121 && row.failureReason.contains("blocked"))
            // A wrong password looks as always.
            let wrong = TestBrowser(client)
            let page = try await wrong.password(try await wrong.get(attack.authorize), attack.mia, password: "no-no-no")
            #expect(page.status == 401 && page.asks("password") && !page.body.contains("500121"))
            try await attack.expectNobodyIn(as: attack.mia)
            try await unblock(attack, attack.mia)
            _ = try await attack.inside(client, as: attack.mia)
        }
        #expect(try await attack.sessions(of: attack.mia).count == 1)
    }

    @Test func `PN-14 a block ends what is open, in the middle of a sign-in too`() async throws {
        let attack = try await AttackHouse()
        try await attack.house.serve { client in
            let (inside, _) = try await attack.inside(client, as: attack.mia, stays: true)
            let half = TestBrowser(client)
            let asked = try await attack.halfway(half, attack.mia)
            #expect(asked.asks("code"))
            try await block(attack, attack.mia)
            attack.house.clock.advance(by: .seconds(60))
            let late = try await half.submit(asked, "/code", [("code", attack.mia.code(at: attack.house.now))])
            #expect(late.givesNothing)
            #expect(try await inside.get("/account").asks("name"))
            // The browser remembers nothing that would stand in for a second factor.
            let again = try await attack.halfway(inside, attack.mia)
            #expect(again.status == 403 && again.body.contains("500121"))
        }
        #expect(try await attack.sessions(of: attack.mia).isEmpty)
    }

    @Test func `PN-14 nobody on the list registers, also in their grace`() async throws {
        let attack = try await AttackHouse()
        let eve = try await attack.house.add("eve", isRegistered: false)
        try await block(attack, eve)
        try await attack.house.serve { client in
            let refused = try await attack.halfway(TestBrowser(client), eve)
            #expect(refused.status == 403 && !refused.asks("register") && !refused.asks("skip"))
            try await unblock(attack, eve)
            #expect(try await attack.halfway(TestBrowser(client), eve).asks("skip"))
        }
    }

    @Test func `PN-14 a pass in the place of the password is refused like a wrong one`() async throws {
        let attack = try await AttackHouse()
        let caller = try await attack.house.operatorCaller()
        let text = try await GivePass(attack.house.tools)(attack.mia.id, GivePass.Wish(), by: caller).text
        try await block(attack, attack.mia)
        try await attack.house.serve { client in
            let browser = TestBrowser(client)
            let named = try await browser.submit(
                try await browser.get(attack.authorize), "/name", [("username", attack.mia.name)])
            let page = try await browser.get("/signin/\(named.handle)?with=pass")
            let refused = try await browser.submit(page, "/pass", [("pass", text)])
            #expect(refused.status == 401 && refused.givesNothing)
            let row = try #require(try await attack.rows(of: attack.mia).first)
            #expect(row.errorCode == 500121)
            try await unblock(attack, attack.mia)
            let entered = try await browser.submit(refused, "/pass", [("pass", text)])
            #expect(entered.status != 401)
        }
    }

    @Test func `PN-14 without the defaults the password opens what wants no more, and the admin center stays shut`()
        async throws
    {
        let attack = try await AttackHouse()
        try await attack.switchDefaultsOff()
        try await block(attack, attack.mia)
        try await attack.house.serve { client in
            let browser = TestBrowser(client)
            let page = try await attack.halfway(browser, attack.mia)
            #expect(page.status != 403 && !page.asks("code"))
            let refused = try await attack.halfway(TestBrowser(client), attack.mia, at: "/admin")
            #expect(refused.status == 403 && refused.body.contains("500121"))
        }
    }

    @Test(arguments: [false, true])
    func `PN-11 whoever reports a sign-in is blocked where the policy says so`(isOn: Bool) async throws {
        let attack = try await AttackHouse()
        if isOn { try await setBlocksReporters(attack) }
        try await attack.house.serve { client in
            let (browser, _) = try await attack.inside(client, as: attack.mia)
            #expect(try await report(browser).status == 200)
        }
        let block = try await line(attack, attack.mia)
        #expect((block != nil) == isOn)
        if isOn {
            #expect(block?.cause == .report && block?.endsAt == attack.house.now + .days(90))
            // PN-15: the risk is open beside the block, and lifting one leaves the other.
            try await unblock(attack, attack.mia)
            let caller = try await attack.house.operatorCaller()
            #expect(try await UserDetail(attack.house.tools)(attack.mia.id, by: caller).risks.count == 1)
        }
        try await attack.expectSound()
    }

    @Test func `PN-11 whoever came in with the password alone blocks nobody by a report`() async throws {
        let attack = try await AttackHouse()
        let bare = try await attack.house.add("bare", isRegistered: false)
        try await setBlocksReporters(attack)
        try await attack.house.serve { client in
            let browser = TestBrowser(client)
            var page = try await browser.password(try await browser.get("/account"), bare)
            page = try await browser.submit(page, "/skip")
            if page.asks("stay") { page = try await browser.submit(page, "/stay", [("stay", "no")]) }
            #expect(try await report(browser).status == 200)
        }
        #expect(try await line(attack, bare) == nil)
    }

    @Test func `PN-11 promise 7 a report never blocks the last usable Global Administrator`() async throws {
        let attack = try await AttackHouse()
        try await setBlocksReporters(attack)
        try await attack.house.serve { client in
            let (browser, _) = try await attack.inside(client, as: attack.admin)
            #expect(try await report(browser).status == 200)
        }
        #expect(try await line(attack, attack.admin) == nil)
        let caller = try await attack.house.operatorCaller()
        #expect(try await UserDetail(attack.house.tools)(attack.admin.id, by: caller).risks.count == 1)
    }
}
