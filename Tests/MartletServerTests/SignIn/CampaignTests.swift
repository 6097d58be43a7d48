import MartletActions
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

@testable import MartletServer

/// Section 2.2 through the doors.
@Suite struct `The campaign at the end of a sign-in` {
    @Test func `RC-1 it comes after the second factor, is put off three times, and then not`() async throws {
        let attack = try await AttackHouse()
        try await SetMethodsPolicy(attack.house.tools)(
            [(name: "campaign.isEnabled", text: "true")], by: try await attack.house.operatorCaller())
        try await attack.house.serve { client in
            for round in 0..<4 {
                let browser = TestBrowser(client)
                let half = try await attack.halfway(browser, attack.mia)
                var page = try await browser.submit(
                    half, "/code", [("code", attack.mia.code(at: attack.house.now))])
                if page.asks("stay") { page = try await browser.submit(page, "/stay", [("stay", "no")]) }
                #expect(page.asks("register-passkey") && !page.asks("register"), "\(round)")
                #expect(page.asks("skip") == (round < 3), "\(round)")
                if round < 3 {
                    let done = try await browser.submit(page, "/skip")
                    #expect(done.parameters["code"] != nil, "\(round)")
                    // RC-3: quiet for a day.
                    #expect(try await browser.get(attack.authorize).parameters["code"] != nil)
                } else {
                    // An authenticator app is not what is suggested.
                    let forced = try await browser.raw(
                        "/signin/\(page.handle)/register", [("token", page.token), ("code", "123456")])
                    #expect(forced.givesNothing)
                }
                attack.house.clock.advance(by: .days(1) + .minutes(2))
            }
        }
        let kept = try await attack.house.store.read { [mia = attack.mia.id, tenant = attack.app.tenant] tables in
            try tables.methodPreferences.find(mia, in: tenant)
        }
        #expect(kept.campaignSnoozes == 3)
    }
}
