import HummingbirdTesting
import MartletActions
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

/// A097, A098: a reset by an administrator is the one way back in, and it opens no second factor.
@Suite struct `Password reset` {
    @Test func `A098 a reset neither removes nor satisfies the second factor, and ends what was open`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let tokens = try await here.tokens(browser)
            here.house.clock.advance(by: .minutes(1))
            let before = try await here.house.store.read { tables in
                (try tables.totpMethods.list(here.member.id), try tables.recoveryCodes.countUnspent(here.member.id))
            }
            let temporary = try #require(
                try await ResetPassword(here.house.tools)(here.member.id, by: try await here.caller))
            #expect(try await here.refresh(browser, tokens).refuses())
            #expect(try await here.userInfo(browser, tokens) == 401)
            #expect(try await browser.get("/account").forms.contains { $0.contains("/signin/") })
            // The old password is over; the new one asks for the code first and must be replaced then.
            let stranger = TestBrowser(client)
            let start = try await stranger.get(TestBrowser.authorizePath(here.app))
            #expect(try await stranger.password(start, here.member).status == 401)
            var page = try await stranger.password(start, here.member, password: temporary)
            #expect(page.forms.contains { $0.hasSuffix("/code") } && page.parameters["code"] == nil)
            #expect(!stranger.cookieNames.contains("martlet-session"))
            let after = try await here.house.store.read { tables in
                (try tables.totpMethods.list(here.member.id), try tables.recoveryCodes.countUnspent(here.member.id))
            }
            #expect(before.0 == after.0 && before.1 == after.1)
            page = try await stranger.submit(page, "/code", [("code", here.member.code(at: here.house.now))])
            #expect(page.forms.contains { $0.hasSuffix("/new-password") } && page.parameters["code"] == nil)
            page = try await stranger.submit(
                page, "/new-password",
                [("new-password", "Amber-Quarry-58-moss"), ("confirm-password", "Amber-Quarry-58-moss")])
            page = try await stranger.submit(page, "/stay", [("stay", "no")])
            #expect(page.parameters["code"] != nil)
        }
    }

    @Test func `A097 a temporary password is good until it is replaced, once, and not after a later reset`()
        async throws
    {
        let here = try await GuessingHouse()
        let tools = here.house.tools
        let caller = try await here.house.operatorCaller()
        let first = try #require(try await ResetPassword(tools)(here.member.id, by: caller))
        let second = try #require(try await ResetPassword(tools)(here.member.id, by: caller))
        try await here.house.serve { client in
            func tries(_ text: String) async throws -> TestBrowser.Answer {
                try await here.attempt(client, at: .form, name: here.member.name, password: text).answer
            }
            for text in [first, String(second.dropLast()), second.uppercased() + "x", here.member.password] {
                #expect(try await tries(text).status == 401)
            }
            // At a door that cannot replace it, it opens nothing.
            for door in [GuessDoor.passwordGrant, .basic] {
                #expect(
                    try await !here.attempt(client, at: door, name: here.member.name, password: second).opened)
            }
            let browser = TestBrowser(client)
            let person = TestHouse.Person(
                id: here.member.id, name: here.member.name, password: second, secret: [], recoveryCodes: [])
            let page = try await browser.password(try await browser.get("/account"), person)
            let same = try await browser.submit(
                page, "/new-password", [("new-password", second), ("confirm-password", second)])
            #expect(same.status == 400)
            let done = try await browser.submit(
                page, "/new-password",
                [("new-password", "Amber-Quarry-58-moss"), ("confirm-password", "Amber-Quarry-58-moss")])
            #expect(done.status == 200)
            #expect(try await tries(second).status == 401)
            #expect(
                try await here.attempt(
                    client, at: .form, name: here.member.name, password: "Amber-Quarry-58-moss"
                ).opened)
        }
    }
}
