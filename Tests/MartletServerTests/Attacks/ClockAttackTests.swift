import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

/// A306: a clock that jumps, forth and back, revives nothing and lengthens nothing.
@Suite struct `A clock that jumps` {
    /// What somebody held when the clock jumped.
    private struct Held {
        let browser: TestBrowser
        let refresh: String
        let access: String
        let code: TestBrowser.Answer
    }

    private func holdings(_ attack: AttackHouse, _ client: any TestClientProtocol) async throws -> Held {
        let (browser, _) = try await attack.inside(client, as: attack.mia)
        let tokens = try await browser.redeem(try await browser.get(attack.authorize), app: attack.app)
        return Held(
            browser: browser, refresh: try #require(tokens.json("refresh_token")),
            access: try #require(tokens.json("access_token")), code: try await browser.get(attack.authorize))
    }

    private func isIn(_ held: Held) async throws -> Bool {
        try await held.browser.get("/account").location == "/account"
    }

    private func refreshes(_ held: Held, _ attack: AttackHouse) async throws -> Bool {
        try await held.browser.token(
            attack.app, [("grant_type", "refresh_token"), ("refresh_token", held.refresh)]
        ).status == 200
    }

    private func userInfo(_ held: Held) async throws -> Int {
        try await held.browser.get("/oidc/userinfo", headers: [.authorization: "Bearer \(held.access)"]).status
    }

    @Test(arguments: [Duration.hours(1), .days(3650)])
    func `A306 what was begun while the clock was ahead is worth nothing when it is right again`(
        by jump: Duration
    ) async throws {
        let attack = try await AttackHouse()
        try await attack.house.serve { client in
            let right = attack.house.now
            attack.house.clock.advance(by: jump)
            let held = try await holdings(attack, client)
            #expect(try await isIn(held))
            #expect(try await userInfo(held) == 200)
            attack.house.clock.set(to: right)
            #expect(try await !isIn(held))
            #expect(try await !refreshes(held, attack))
            #expect(try await userInfo(held) == 401)
            #expect(try await held.browser.redeem(held.code, app: attack.app).givesNothing)
            // Whoever signs in now is in.
            let (_, page) = try await attack.inside(client, as: attack.ned)
            #expect(page.location == "/account")
        }
        try await attack.expectSound()
    }

    @Test(arguments: [Duration.hours(1), .days(3650)])
    func `A306 what was spent and ended while the clock was ahead stays spent and ended`(by jump: Duration) async throws
    {
        let attack = try await AttackHouse()
        try await attack.house.serve { client in
            let held = try await holdings(attack, client)
            let right = attack.house.now
            _ = try await held.browser.redeem(held.code, app: attack.app)
            attack.house.clock.advance(by: jump)
            _ = try await Housekeeping(attack.house.tools)()
            attack.house.clock.set(to: right)
            // The code was spent: it comes back as theft and ends what it led to.
            #expect(try await held.browser.redeem(held.code, app: attack.app).givesNothing)
            let late = TestBrowser(client)
            let refused = try await late.submit(
                try await attack.halfway(late, attack.mia), "/code", [("code", attack.mia.code(at: attack.house.now))])
            #expect(refused.status == 400 && refused.givesNothing, "the time step of the sign-in before")
        }
        try await attack.expectSound()
    }

    @Test func `A306 a clock set back by an hour lengthens no session that is in use`() async throws {
        let attack = try await AttackHouse()
        try await attack.house.serve { client in
            let held = try await holdings(attack, client)
            for _ in 0..<11 {
                attack.house.clock.advance(by: .hours(1))
                #expect(try await isIn(held))
            }
            attack.house.clock.advance(by: .hours(-1))
            #expect(try await !isIn(held), "it was used at a time that has not come yet")
            // When the clock has caught up it has the rest of its own twelve hours, and no more.
            attack.house.clock.advance(by: .hours(1) + .minutes(30))
            #expect(try await isIn(held))
            attack.house.clock.advance(by: .minutes(31))
            #expect(try await !isIn(held))
        }
    }

    @Test func `clocks that differ by a few minutes disturb nobody`() async throws {
        let attack = try await AttackHouse()
        try await attack.house.serve { client in
            let held = try await holdings(attack, client)
            attack.house.clock.advance(by: .minutes(-4))
            #expect(try await isIn(held))
            #expect(try await refreshes(held, attack))
        }
    }

    @Test func `a clock that stands still lets a code in once and no more`() async throws {
        let attack = try await AttackHouse()
        try await attack.house.serve { client in
            let first = TestBrowser(client)
            let code = attack.mia.code(at: attack.house.now)
            let page = try await first.submit(try await attack.halfway(first, attack.mia), "/code", [("code", code)])
            #expect(page.asks("stay"))
            for _ in 0..<3 {
                let other = TestBrowser(client)
                let again = try await other.submit(
                    try await attack.halfway(other, attack.mia), "/code", [("code", code)])
                #expect(again.status == 400 && again.givesNothing)
            }
        }
    }
}
