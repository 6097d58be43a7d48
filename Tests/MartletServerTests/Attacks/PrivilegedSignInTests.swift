import Foundation
import HTTPTypes
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore
import MartletTesting
import Testing

/// A031–A035: recovery codes, emergency accounts, the switch, and people who might be thought exempt.
@Suite struct `Attacks on recovery codes and exemptions` {
    @Test func `A031 a recovery code works once, for its person, however it is typed`() async throws {
        let attack = try await AttackHouse()
        try await attack.house.serve { client in
            @Sendable func use(_ code: String) async throws -> TestBrowser.Answer {
                let browser = TestBrowser(client)
                let page = try await attack.halfway(browser, attack.mia)
                return try await browser.post(
                    "/signin/\(page.handle)/recovery", [("token", page.token), ("recovery-code", code)])
            }
            let codes = attack.mia.recoveryCodes
            #expect(try await use(attack.ned.recoveryCodes[0]).status == 400)
            #expect(try await use(codes[0]).asks("stay"))
            let again = try await use(codes[0])
            #expect(again.status == 400 && again.givesNothing)
            #expect(try await use(codes[1].lowercased()).asks("stay"))
            #expect(try await use(codes[2].replacingOccurrences(of: "-", with: " ")).asks("stay"))
            #expect(try await use("  " + codes[3].filter { $0 != "-" } + " ").asks("stay"))
            // Two at one moment.
            let answers = try await withThrowingTaskGroup(of: TestBrowser.Answer.self) { group in
                for _ in 0..<8 { group.addTask { try await use(codes[4]) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count { $0.asks("stay") } == 1)
            // A code of the set before is dead.
            try await attack.unlock(attack.mia)
            let (browser, page) = try await attack.inside(client, as: attack.mia)
            #expect(try await browser.raw("/account/recovery-codes", [("token", page.token)]).status == 200)
            #expect(try await use(codes[5]).status == 400)
        }
    }

    @Test func `A031 wrong recovery codes lock like wrong codes, on the same counter`() async throws {
        let attack = try await AttackHouse()
        try await attack.house.serve { client in
            for number in 0..<Lockout.threshold {
                let browser = TestBrowser(client)
                let page = try await attack.halfway(browser, attack.mia)
                let isRecovery = number % 2 == 0
                let answer = try await browser.raw(
                    "/signin/\(page.handle)/\(isRecovery ? "recovery" : "code")",
                    [
                        ("token", page.token), ("recovery-code", "AAAA-AAAA-AAAA-AAA\(number)"),
                        ("code", attack.wrongCode(of: attack.mia, number: number)),
                    ])
                #expect(answer.givesNothing && answer.status >= 400)
            }
            let browser = TestBrowser(client)
            let page = try await attack.halfway(browser, attack.mia)
            let locked = try await browser.raw(
                "/signin/\(page.handle)/recovery",
                [("token", page.token), ("recovery-code", attack.mia.recoveryCodes[0])])
            #expect(locked.status == 429 && locked.givesNothing)
        }
        try await attack.expectNobodyIn(as: attack.mia)
    }

    @Test func `A032 an emergency account has no way around the second factor, and every use is an alert`() async throws
    {
        let attack = try await AttackHouse()
        let accounts = try await MakeEmergencyAccounts(attack.house.tools)(by: try await attack.house.operatorCaller())
        let made = try #require(accounts.first)
        let person = TestHouse.Person(
            id: made.user.id, name: made.user.userPrincipalName.text, password: made.password,
            secret: Base32.decode(made.authenticator.secretText) ?? [], recoveryCodes: made.recoveryCodes)
        try await attack.house.serve { client in
            let browser = TestBrowser(client)
            let granted = try await browser.token(
                attack.app, [("grant_type", "password"), ("username", person.name), ("password", person.password)])
            #expect(granted.status == 400 && granted.givesNothing)
            let basic = Data("\(person.name):\(person.password)".utf8).base64EncodedString()
            let legacy = try await browser.send(
                "/legacy/basic/example.com", .get, nil, [.authorization: "Basic \(basic)"])
            #expect(legacy.status == 401)
            try await attack.expectNobodyIn(as: person)
            let half = try await attack.halfway(browser, person, at: "/admin")
            #expect(half.asks("code"))
            let done = try await browser.submit(half, "/code", [("code", person.code(at: attack.house.now))])
            #expect(done.location == "/admin" && done.status == 200)
        }
        let alerts = try await ListAudits(attack.house.tools)(
            AuditSearch(activity: .emergencyAccountUsed), by: try await attack.house.operatorCaller()
        ).items
        #expect(alerts.count == 4 && alerts.allSatisfy(\.isAlert))
    }

    @Test func `A033 the defaults are switched off only by a right administrator with a fresh second factor`()
        async throws
    {
        let attack = try await AttackHouse()
        let reader = try await attack.house.add("rea", role: .globalReader)
        let off = "/admin/security-defaults/off"
        let reason = [("reason", "tooManyPrompts")]
        try await attack.house.serve { client in
            for person in [reader, attack.mia] {
                let (browser, page) = try await attack.inside(client, as: person, at: "/admin")
                let refused = try await browser.raw(off, [("token", page.token)] + reason)
                #expect(refused.status == 403)
            }
            let (browser, page) = try await attack.inside(client, as: attack.admin, at: "/admin")
            attack.house.clock.advance(by: .minutes(5))
            let stale = try await browser.raw(off, [("token", page.token)] + reason)
            #expect(stale.status == 303 && stale.location.hasPrefix("/signin/"))
            #expect(try await Self.areOn(attack))
            let asked = try await browser.get(stale.location)
            let back = try await browser.submit(asked, "/code", [("code", attack.admin.code(at: attack.house.now))])
            #expect(try await browser.raw(off, [("token", back.token)] + reason).status == 303)
            #expect(try await !Self.areOn(attack))
        }
        let records = try await ListAudits(attack.house.tools)(
            AuditSearch(activity: .securityDefaultsDisabled), by: try await attack.house.operatorCaller()
        ).items
        #expect(records.count { $0.succeeded && $0.isAlert } == 1 && records.count { !$0.succeeded } >= 2)
    }

    @Test func `A035 a guest proves as much as a member, and an app that manages is no exception`() async throws {
        let attack = try await AttackHouse()
        let guest = try await attack.house.add("gus", kind: .guest)
        let managing = try await attack.house.app("Rules", redirectURI: "https://rule.example/cb", isManagement: true)
        try await attack.house.serve { client in
            for path in [attack.authorize, TestBrowser.authorizePath(managing), "/account", "/admin"] {
                let browser = TestBrowser(client)
                let page = try await attack.halfway(browser, guest, at: path)
                #expect(page.asks("code") && page.givesNothing)
            }
            for app in [attack.app, managing] {
                let granted = try await TestBrowser(client).token(
                    app, [("grant_type", "password"), ("username", guest.name), ("password", guest.password)])
                #expect(granted.status == 400 && granted.givesNothing)
            }
            try await attack.expectNobodyIn(as: guest)
            let done = try await TestBrowser(client).signIn(attack.authorize, as: guest, at: attack.house.now)
            #expect(done.parameters["code"] != nil)
        }
    }

    private static func areOn(_ attack: AttackHouse) async throws -> Bool {
        try await attack.house.store.read { try $0.tenants.first()?.securityDefaults.isEnabled ?? false }
    }
}
