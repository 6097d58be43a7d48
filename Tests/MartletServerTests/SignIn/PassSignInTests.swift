import Foundation
import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

@testable import MartletServer

/// Section 2.6 through the doors: signing in with a temporary access pass.
@Suite struct `Signing in with a pass` {
    /// The page that asks for a pass, for a name.
    static func asked(
        _ browser: TestBrowser, _ name: String, at path: String = "/account"
    ) async throws -> TestBrowser.Answer {
        let page = try await browser.submit(try await browser.get(path), "/name", [("username", name)])
        return try await browser.get("/signin/\(page.handle)?with=pass")
    }

    private func give(
        _ house: TestHouse, to person: TestHouse.Person, _ wish: GivePass.Wish = GivePass.Wish()
    ) async throws -> String {
        try await GivePass(house.tools)(person.id, wish, by: try await house.operatorCaller()).text
    }

    private func set(_ house: TestHouse, _ settings: (String, String)...) async throws {
        try await SetMethodsPolicy(house.tools)(
            settings.map { (name: $0.0, text: $0.1) }, by: try await house.operatorCaller())
    }

    @Test func `TP-11 somebody without a method comes in by a pass and is asked to register`() async throws {
        let attack = try await AttackHouse()
        let new = try await attack.house.add("new", isRegistered: false)
        let text = try await give(attack.house, to: new)
        try await attack.house.serve { client in
            let browser = TestBrowser(client)
            let page = try await Self.asked(browser, new.name)
            #expect(page.body.contains("Use a temporary access pass"))
            let next = try await browser.submit(page, "/pass", [("pass", text.lowercased())])
            #expect(next.asks("register"))
            let secret = try #require(`Attacks on one-time codes`.manualKey(in: next.body))
            let code = TOTP.code(secret: secret, step: TOTP.step(at: attack.house.now))
            let codes = try await browser.submit(next, "/register", [("code", code)])
            // A pass is never "stay signed in" (TP-8).
            let done = try await browser.submit(codes, "/codes", [("saved", "1")])
            #expect(done.status == 200 && !done.asks("stay") && done.body.contains("Hello, "))
        }
        let row = try #require(try await attack.rows(of: new).first { $0.status == .success })
        #expect(row.details.map(\.method) == ["temporaryAccessPassMultiUse", "softwareOath"])
    }

    @Test func `TP-8 sessions, codes and tokens end with the pass`() async throws {
        let here = try await TokenHouse()
        let text = try await give(here.house, to: here.member, GivePass.Wish(minutes: 60))
        let end = here.house.now + .minutes(60)
        try await here.house.serve { client in
            let browser = TestBrowser(client)
            let page = try await Self.asked(browser, here.member.name)
            let entered = try await browser.submit(page, "/pass", [("pass", text)])
            #expect(entered.body.contains("Hello, "))
            let (member, now) = (here.member.id, here.house.now)
            let sessions = try await here.house.store.read { try $0.sessions.list(member, liveAt: now) }
            let session = try #require(sessions.first)
            #expect(session.expiresAt == end && session.proofs.map(\.method) == [.temporaryAccessPass])
            here.house.clock.advance(by: .minutes(50))
            let tokens = try await here.tokens(browser)
            #expect(tokens.status == 200 && tokens.body.contains("\"expires_in\":600"))
            #expect(try await here.userInfo(browser, tokens) == 200)
            let refreshed = try await here.refresh(browser, tokens)
            #expect(refreshed.status == 200 && refreshed.body.contains("\"expires_in\":600"))
            here.house.clock.advance(by: .minutes(10))
            #expect(try await here.userInfo(browser, refreshed) == 401)
            #expect(try await here.refresh(browser, refreshed).status == 400)
            #expect(try await browser.get("/account").asks("name"))
        }
    }

    @Test func `TP-8 a pass that is deleted or replaced takes everything with it at once`() async throws {
        let here = try await TokenHouse()
        let caller = try await here.caller
        try await here.house.serve { client in
            for ending in ["delete", "replace", "restore"] {
                let text = try await give(here.house, to: here.member)
                let browser = TestBrowser(client)
                _ = try await browser.submit(
                    try await Self.asked(browser, here.member.name), "/pass", [("pass", text)])
                let tokens = try await here.tokens(browser)
                let code = try await here.code(browser)
                let waiting = TestBrowser(client)
                let half = try await Self.asked(waiting, here.member.name, at: TestBrowser.authorizePath(here.app))
                _ = try await waiting.submit(half, "/pass", [("pass", text)])
                switch ending {
                case "delete": try await DeletePass(here.house.tools)(here.member.id, by: caller)
                case "replace": _ = try await give(here.house, to: here.member)
                default:
                    try await here.house.store.write { [tenant = here.app.tenant, at = here.house.now] tables in
                        try tables.epoch.spendEverything(in: tenant, at: at)
                    }
                }
                #expect(try await here.refresh(browser, tokens).status == 400, "\(ending)")
                #expect(try await here.redeem(browser, code.parameters["code"] ?? "").status == 400, "\(ending)")
                let outside = try await browser.get(TestBrowser.authorizePath(here.app, extra: "&prompt=none"))
                #expect(outside.parameters["code"] == nil, "\(ending)")
                let again = try await Self.asked(TestBrowser(client), here.member.name)
                #expect(again.asks("pass"))
                let old = TestBrowser(client)
                let refused = try await old.submit(
                    try await Self.asked(old, here.member.name), "/pass", [("pass", text)])
                #expect(refused.status == 401 && refused.asks("pass"), "\(ending)")
            }
        }
    }

    @Test func `A101 a one-time pass is good once, also for fifty at one instant (promise 6)`() async throws {
        let attack = try await AttackHouse()
        let text = try await give(attack.house, to: attack.mia, GivePass.Wish(isOneTime: true))
        try await attack.house.serve { client in
            let pages = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        let browser = TestBrowser(client)
                        let page = try await Self.asked(browser, attack.mia.name)
                        return try await browser.submit(page, "/pass", [("pass", text)]).status
                    }
                }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(pages.sorted() == [200] + Array(repeating: 401, count: 49))
        }
        #expect(try await attack.sessions(of: attack.mia).count == 1)
        let rows = try await attack.rows(of: attack.mia)
        #expect(rows.contains { $0.details.contains { $0.method == "temporaryAccessPassOneTime" } })
        // The others met a pass that was spent, or a name that was locked by then: in neither case a second session.
        #expect(rows.count { $0.status == .success } == 1)
        #expect(rows.count { $0.failureReason.contains("used before") || $0.errorCode == 50053 } == 49)
    }

    @Test func `A101 a pass lets nobody in a second before its start or at its end, and does in between`() async throws
    {
        let attack = try await AttackHouse()
        let start = attack.house.now + .minutes(30)
        let text = try await give(attack.house, to: attack.mia, GivePass.Wish(startsAt: start, minutes: 60))
        try await attack.house.serve { client in
            for (wait, isGood) in [(30 * 60 - 1, false), (1, true), (60 * 60 - 1, true), (1, false)] {
                attack.house.clock.advance(by: .seconds(wait))
                let browser = TestBrowser(client)
                let answer = try await browser.submit(
                    try await Self.asked(browser, attack.mia.name), "/pass", [("pass", text)])
                #expect(answer.status == (isGood ? 200 : 401), "\(attack.house.now.seconds - start.seconds)")
                #expect(answer.body.contains("Hello, ") == isGood)
                #expect(answer.asks("pass") == !isGood)
            }
        }
    }

    @Test func `A089 a pass tells no name from another, and A073 the page offers it whoever asks`() async throws {
        let attack = try await AttackHouse()
        _ = try await give(attack.house, to: attack.mia)
        try await attack.house.serve { client in
            var bodies: Set<String> = []
            for name in [attack.mia.name, attack.ned.name, "nobody@example.com"] {
                let browser = TestBrowser(client)
                let first = try await browser.submit(
                    try await browser.get("/account"), "/name", [("username", name)])
                #expect(first.body.contains("?with=pass\""))
                let page = try await browser.get("/signin/\(first.handle)?with=pass")
                let refused = try await browser.submit(page, "/pass", [("pass", "AAAA-BBBB")])
                #expect(refused.status == 401)
                bodies.insert(
                    refused.body.replacingOccurrences(of: name, with: "NAME")
                        .replacing(/nonce="[^"]*"|value="[^"]*"|\/signin\/[^"?\/]*|>.<\/span>/, with: ""))
            }
            #expect(bodies.count == 1)
        }
    }

    @Test func `A040 A075 passes and passwords are counted together, and a locked name is told nothing`() async throws {
        let attack = try await AttackHouse()
        let text = try await give(attack.house, to: attack.mia)
        try await attack.house.serve { client in
            for number in 0..<5 {
                let browser = TestBrowser(client)
                let page = try await Self.asked(browser, attack.mia.name)
                _ = try await browser.submit(page, "/pass", [("pass", "AAAABB\(2 + number)\(2 + number)")])
                let other = TestBrowser(client)
                let half = try await other.get("/account")
                _ = try await other.password(half, attack.mia, password: "wrong-\(number)-wrong")
            }
            let browser = TestBrowser(client)
            let page = try await Self.asked(browser, attack.mia.name)
            let locked = try await browser.submit(page, "/pass", [("pass", text)])
            #expect(locked.status == 401 && locked.asks("pass"))
            #expect(try await attack.rows(of: attack.mia).contains { $0.errorCode == 50053 })
            attack.house.clock.advance(by: .seconds(61))
            let free = try await browser.submit(
                try await Self.asked(browser, attack.mia.name), "/pass", [("pass", text)])
            #expect(free.body.contains("Hello, "))
        }
    }

    @Test func `TP-3 where passes are off, or for others, none lets anybody in`() async throws {
        let attack = try await AttackHouse()
        let text = try await give(attack.house, to: attack.mia)
        let group = try await AddGroup(attack.house.tools)(
            displayName: "Pilots", isAssignableToRole: false, by: try await attack.house.operatorCaller())
        try await attack.house.serve { client in
            try await set(attack.house, ("temporaryAccessPass.excludedGroups", group.id.rawValue))
            let inside = TestBrowser(client)
            let entered = try await inside.submit(
                try await Self.asked(inside, attack.mia.name), "/pass", [("pass", text)])
            #expect(entered.body.contains("Hello, "))
            // Excluded wins, and what came in by a pass that may not be used is out at its next step.
            try await AddMember(attack.house.tools)(
                attack.mia.id, to: group.id, by: try await attack.house.operatorCaller())
            let barred = TestBrowser(client)
            let refused = try await barred.submit(
                try await Self.asked(barred, attack.mia.name), "/pass", [("pass", text)])
            #expect(refused.status == 401)
            let rows = try await attack.rows(of: attack.mia)
            #expect(rows.contains { $0.failureReason.contains("does not let") })
            let silent = try await inside.get(TestBrowser.authorizePath(attack.app, extra: "&prompt=none"))
            #expect(silent.parameters["code"] == nil)
            try await set(attack.house, ("temporaryAccessPass.isEnabled", "false"))
            let page = try await barred.submit(
                try await barred.get("/account"), "/name", [("username", attack.mia.name)])
            #expect(!page.body.contains("?with=pass\""))
        }
    }

    @Test func `a pass stands for a lost phone on top of the password (SP-3)`() async throws {
        let attack = try await AttackHouse()
        let text = try await give(attack.house, to: attack.mia)
        try await attack.house.serve { client in
            let browser = TestBrowser(client)
            let half = try await attack.halfway(browser, attack.mia)
            #expect(half.asks("pass") && half.body.contains("?with=code"))
            #expect(try await browser.submit(half, "/pass", [("pass", "AAAABBBB")]).status == 400)
            let done = try await browser.submit(half, "/pass", [("pass", text)])
            #expect(done.parameters["code"] != nil)
        }
        #expect(try await attack.sessions(of: attack.mia).first?.expiresAt == attack.house.now + .minutes(60))
    }

    @Test func `TP-6 the admin center shows a pass once, and A044 never again`() async throws {
        let center = try await AdminHouse()
        try await center.house.serve { client in
            let (browser, _) = try await center.browser(client)
            let path = "/admin/users/\(center.member.id)"
            let form = try await browser.get(path)
            let once = try await browser.submit(form, "/pass", [("minutes", "60"), ("delay", "0"), ("once", "1")])
            let text = try #require(once.body.firstMatch(of: /id="once-pass">([A-Z2-9]{8})</)?.1)
            #expect(once.status == 200 && once.headers[.cacheControl] == "no-store")
            let page = try await browser.get(path)
            #expect(!page.body.contains(text) && page.body.contains("Good for one sign-in"))
            #expect(try await browser.submit(form, "/pass", [("minutes", "9")]).status == 400)
            let deleted = try await browser.submit(page, "/pass/delete")
            #expect(deleted.body.contains("The pass is deleted"))
            let own = try await browser.get("/admin/users/\(center.admin.id)")
            #expect(!own.forms.contains { $0.hasSuffix("/pass") })
        }
    }

    @Test func `TP-10 the owner sees the end of the pass and deletes it, and is out with that`() async throws {
        let attack = try await AttackHouse()
        let text = try await give(attack.house, to: attack.mia)
        try await attack.house.serve { client in
            let browser = TestBrowser(client)
            _ = try await browser.submit(
                try await Self.asked(browser, attack.mia.name), "/pass", [("pass", text)])
            let page = try await browser.get("/account/security")
            #expect(page.body.contains("Temporary access pass") && page.asks("pass/delete"))
            let out = try await browser.submit(page, "/pass/delete")
            #expect(out.asks("name") || out.asks("password"))
        }
        #expect(try await attack.sessions(of: attack.mia).isEmpty)
    }
}
