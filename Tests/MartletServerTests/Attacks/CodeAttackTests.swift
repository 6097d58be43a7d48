import MartletCredentials
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

/// A037–A042: codes of an authenticator app that come twice, late, or in numbers.
@Suite struct `Attacks on one-time codes` {
    @Test func `A037 a code that was accepted is refused and counted when it comes again`() async throws {
        let attack = try await AttackHouse()
        try await attack.house.serve { client in
            let code = attack.mia.code(at: attack.house.now)
            let first = TestBrowser(client)
            let accepted = try await first.submit(
                try await attack.halfway(first, attack.mia), "/code", [("code", code)])
            #expect(accepted.asks("stay"))
            let second = TestBrowser(client)
            let page = try await attack.halfway(second, attack.mia)
            let refused = try await second.submit(page, "/code", [("code", code)])
            #expect(refused.status == 400 && refused.asks("code") && refused.givesNothing)
            let row = try #require(try await attack.rows(of: attack.mia).first { $0.status == .failure })
            #expect(row.errorCode == 500_121 && row.details.last?.result == "replayed")
            #expect(try await attack.codeCounter(of: attack.mia)?.failures == 1)
            attack.house.clock.advance(by: .seconds(30))
            let next = try await second.submit(page, "/code", [("code", attack.mia.code(at: attack.house.now))])
            #expect(next.asks("stay"))
        }
        try await attack.expectSound()
    }

    @Test func `A037 an app that is registered twice does not make its codes good twice`() async throws {
        let attack = try await AttackHouse()
        try await attack.house.serve { client in
            let (browser, _) = try await attack.inside(client, as: attack.mia)
            let security = try await browser.get("/account/security")
            let begun = try await browser.submit(security, "/account/authenticator")
            let state = try #require(begun.body.tags("input").first { $0.attribute("name") == "state" })
            let shown = begun.body.components(between: "secret=", and: "&")
            let secret = try #require(shown.flatMap { Base32.decode($0) } ?? Self.manualKey(in: begun.body))
            let proof = [
                ("step", "prove"), ("state", state.attribute("value") ?? ""), ("name", "Second"),
                ("code", TOTP.code(secret: secret, step: TOTP.step(at: attack.house.now))),
            ]
            #expect(try await browser.submit(begun, "/account/authenticator", proof).status == 200)
            let again = try await browser.submit(begun, "/account/authenticator", proof)
            #expect(again.status < 500)
        }
        let methods = try await attack.house.store.read { try $0.totpMethods.list(attack.mia.id) }
        #expect(methods.count == 2)
    }

    @Test func `A038 one right code in 200 flows at once opens one of them`() async throws {
        let attack = try await AttackHouse()
        try await attack.house.serve { client in
            var doors: [(browser: TestBrowser, page: TestBrowser.Answer)] = []
            for number in 0..<200 {
                let browser = TestBrowser(client, address: "192.0.2.\(number)")
                doors.append((browser, try await attack.halfway(browser, attack.mia)))
            }
            let code = attack.mia.code(at: attack.house.now)
            let answers = try await withThrowingTaskGroup(of: TestBrowser.Answer.self) { group in
                for (browser, page) in doors {
                    group.addTask { try await browser.submit(page, "/code", [("code", code)]) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count == 200 && answers.allSatisfy { $0.status < 500 })
            #expect(answers.count { $0.asks("stay") } == 1)
        }
        #expect(try await attack.sessions(of: attack.mia).isEmpty)
        try await attack.expectSound()
    }

    @Test func `A038 one right code in 200 posts of one flow at once opens one session`() async throws {
        let attack = try await AttackHouse()
        try await attack.house.serve { client in
            let browser = TestBrowser(client)
            let page = try await attack.halfway(browser, attack.admin, at: "/admin")
            let code = attack.admin.code(at: attack.house.now)
            let target = try #require(page.forms.first { $0.hasSuffix("/code") })
            let answers = try await withThrowingTaskGroup(of: TestBrowser.Answer.self) { group in
                for _ in 0..<200 {
                    group.addTask { try await browser.raw(target, [("token", page.token), ("code", code)]) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count { $0.newSession != nil } == 1)
            #expect(answers.allSatisfy { $0.status < 500 })
        }
        #expect(try await attack.sessions(of: attack.admin).count == 1)
        #expect(try await attack.rows(of: attack.admin).count { $0.status == .success } == 1)
    }

    @Test func `A039 the code of an earlier step is refused after that of a later one`() async throws {
        let attack = try await AttackHouse()
        attack.house.clock.advance(by: .hours(1))
        try await attack.house.serve { client in
            let now = attack.house.now
            let first = TestBrowser(client)
            let page = try await attack.halfway(first, attack.mia)
            #expect(try await first.submit(page, "/code", [("code", attack.mia.code(at: now))]).asks("stay"))
            let second = TestBrowser(client)
            let refused = try await second.submit(
                try await attack.halfway(second, attack.mia), "/code",
                [("code", attack.mia.code(at: now, stepsAhead: -1))])
            #expect(refused.status == 400 && refused.givesNothing)
            // The clock that is set back does not bring it back either.
            attack.house.clock.advance(by: .seconds(-30))
            let earlier = TestBrowser(client)
            let late = try await earlier.submit(
                try await attack.halfway(earlier, attack.mia), "/code",
                [("code", attack.mia.code(at: attack.house.now))])
            #expect(late.status == 400 && late.givesNothing)
        }
        try await attack.expectNobodyIn(as: attack.mia)
    }

    @Test(arguments: [
        (-30.1, false), (-29.9, true), (0, true), (29.9, true), (30.1, true), (59.9, true), (60.1, false), (90, false),
    ])
    func `A041 a code lives from half a minute before its step to half a minute after it`(
        secondsAfterStart: Double, isAccepted: Bool
    ) async throws {
        let attack = try await AttackHouse()
        let start = attack.house.now + .hours(1)
        #expect(start.milliseconds % 30_000 == 0)
        let code = attack.mia.code(at: start)
        attack.house.clock.set(to: start + .milliseconds(Int64(secondsAfterStart * 1000)))
        try await attack.house.serve { client in
            let browser = TestBrowser(client)
            let page = try await attack.halfway(browser, attack.mia)
            let answer = try await browser.submit(page, "/code", [("code", code)])
            #expect(answer.asks("stay") == isAccepted)
            #expect(isAccepted || (answer.status == 400 && answer.givesNothing))
        }
    }

    /// The secret that a registration page shows for typing it in.
    static func manualKey(in body: String) -> [UInt8]? {
        for part in body.split(whereSeparator: { "<>\"".contains($0) }) {
            let text = part.filter { $0 != " " && $0 != "\n" }
            guard text.count == 32, let secret = Base32.decode(text), secret.count == TOTP.secretLength else {
                continue
            }
            return secret
        }
        return nil
    }
}

extension String {
    /// What stands between two texts, the first time.
    func components(between start: String, and end: String) -> String? {
        guard let from = firstRange(of: start) else { return nil }
        let rest = self[from.upperBound...]
        return rest.firstRange(of: end).map { String(rest[..<$0.lowerBound]) }
    }
}
