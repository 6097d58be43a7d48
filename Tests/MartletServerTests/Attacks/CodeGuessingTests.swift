import Foundation
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore
import MartletTesting
import Testing

/// A029, A040, A042: guessing codes, and what a lock does to those who guess.
@Suite struct `Guessing of one-time codes` {
    @Test func `A029 a half session does not outlive the lock of its second factor`() async throws {
        let attack = try await AttackHouse()
        try await attack.house.serve { client in
            let waiting = TestBrowser(client)
            let other = try await attack.halfway(waiting, attack.mia)
            let browser = TestBrowser(client)
            let page = try await attack.halfway(browser, attack.mia)
            for number in 0..<Lockout.threshold {
                let wrong = attack.wrongCode(of: attack.mia, number: number)
                #expect(try await browser.submit(page, "/code", [("code", wrong)]).givesNothing)
            }
            #expect(try await attack.codeCounter(of: attack.mia)?.lockedUntil != nil)
            // Nothing is posted while the lock lasts: it must not be the try that ends the half session.
            attack.house.clock.advance(by: .minutes(2))
            for (guest, half) in [(browser, page), (waiting, other)] {
                let back = try await guest.submit(half, "/code", [("code", attack.mia.code(at: attack.house.now))])
                #expect(back.status == 409 && back.givesNothing)
                let shown = try await guest.get("/signin/\(half.handle)")
                #expect(!shown.asks("code") && shown.asks("password"))
            }
            // The counter did not begin anew, and the right person gets in with both factors.
            #expect(try await attack.codeCounter(of: attack.mia)?.failures == Lockout.threshold)
            let again = TestBrowser(client)
            let done = try await again.signIn(attack.authorize, as: attack.mia, at: attack.house.now)
            #expect(done.parameters["code"] != nil)
        }
    }

    @Test func `A040 a day of guesses from ever new browsers and addresses is worth less than one in 10,000`()
        async throws
    {
        let attack = try await AttackHouse()
        let end = attack.house.now + .hours(24)
        try await attack.house.serve { client in
            var (number, evaluated) = (0, 0)
            while attack.house.now < end {
                number += 1
                attack.house.clock.advance(by: .seconds(1))
                let browser = TestBrowser(client, address: "198.51.\(number % 250).7", userAgent: "Guess/\(number)")
                let page = try await attack.halfway(browser, attack.mia)
                let answer = try await browser.submit(
                    page, "/code", [("code", attack.wrongCode(of: attack.mia, number: number))])
                #expect(answer.givesNothing)
                // A locked account answers unseen.
                let row = try await attack.rows(of: attack.mia).first { $0.status == .failure }
                #expect(row?.errorCode == 500_121)
                evaluated += 1
                let until = try await attack.codeCounter(of: attack.mia)?.lockedUntil
                if let until, until > attack.house.now { attack.house.clock.set(to: until + .milliseconds(1)) }
            }
            // Three of a million codes are right at any time.
            #expect((Lockout.threshold...33).contains(evaluated))
            #expect(Double(evaluated) * 3 / 1_000_000 < 0.0001)
        }
        try await attack.expectNobodyIn(as: attack.mia)
    }

    @Test func `A040 a sign-in with the password alone buys no new guesses at codes`() async throws {
        let attack = try await AttackHouse()
        try await attack.switchDefaultsOff()
        try await attack.house.serve { client in
            let browser = TestBrowser(client)
            let page = try await attack.halfway(browser, attack.mia, at: "/admin")
            for number in 0..<5 {
                let wrong = attack.wrongCode(of: attack.mia, number: number)
                _ = try await browser.submit(page, "/code", [("code", wrong)])
            }
            #expect(try await attack.codeCounter(of: attack.mia)?.failures == 5)
            let password = TestBrowser(client)
            let done = try await password.signIn(attack.authorize, as: attack.mia, at: attack.house.now)
            #expect(done.parameters["code"] != nil)
            #expect(try await attack.codeCounter(of: attack.mia)?.failures == 5)
            let granted = try await password.token(
                attack.app,
                [("grant_type", "password"), ("username", attack.mia.name), ("password", attack.mia.password)])
            #expect(granted.status == 200)
            #expect(try await attack.codeCounter(of: attack.mia)?.failures == 5)
            // A proven second factor does forget them.
            #expect(
                try await browser.submit(page, "/code", [("code", attack.mia.code(at: attack.house.now))]).status == 403
            )
            #expect(try await attack.codeCounter(of: attack.mia) == nil)
        }
    }

    @Test func `A042 no change of name, address, app or organisation's name makes a second counter`() async throws {
        let attack = try await AttackHouse()
        let other = try await attack.house.app("Other", redirectURI: "https://other.example/cb")
        let byDomain = attack.authorize.replacingOccurrences(of: "/\(attack.app.tenant)/", with: "/example.com/")
        let paths = [attack.authorize, byDomain, TestBrowser.authorizePath(other), "/account", "/admin"]
        let names = ["mia@example.com", "MIA@EXAMPLE.COM", " mia@example.com ", "Mia@Example.com", "mia@EXAMPLE.com"]
        try await attack.house.serve { client in
            for number in 0..<Lockout.threshold {
                let browser = TestBrowser(client, address: "203.0.113.\(number)", userAgent: "Key game \(number)")
                var person = attack.mia
                person.name = names[number % names.count]
                let page = try await attack.halfway(browser, person, at: paths[number % paths.count])
                #expect(page.asks("code"))
                let wrong = attack.wrongCode(of: attack.mia, number: number)
                _ = try await browser.submit(page, "/code", [("code", wrong)])
                #expect(try await attack.codeCounter(of: attack.mia)?.failures == number + 1)
            }
            let browser = TestBrowser(client, address: "198.51.100.200")
            let page = try await attack.halfway(browser, attack.mia)
            let locked = try await browser.submit(page, "/code", [("code", attack.mia.code(at: attack.house.now))])
            #expect(locked.status == 429 && locked.givesNothing)
            let recovery = TestBrowser(client)
            let half = try await attack.halfway(recovery, attack.mia)
            let spent = try await recovery.raw(
                "/signin/\(half.handle)/recovery",
                [("token", half.token), ("recovery-code", attack.mia.recoveryCodes[0])])
            #expect(spent.status == 429 && spent.givesNothing)
        }
        try await attack.expectNobodyIn(as: attack.mia)
        #expect(try await attack.house.store.read { try $0.recoveryCodes.countUnspent(attack.mia.id) } == 10)
    }
}
