import HummingbirdTesting
import MartletActions
import MartletDirectory
import MartletTesting
import Testing

/// A077, A079, A080, A088: counters lose nothing, give nothing away and lock nobody out of their own place.
@Suite struct `Counters hold` {
    @Test func `A077 of five hundred wrong passwords at one instant ten are looked at`() async throws {
        let here = try await GuessingHouse()
        try await here.house.serve { client in
            let opened = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<500 {
                    group.addTask {
                        try await here.attempt(
                            client, at: number % 2 == 0 ? .basic : .passwordGrant, name: here.member.name,
                            password: number == 499 ? here.member.password : GuessingHouse.wrong(number)
                        ).opened
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            // The right one among them may have been among the first ten; nobody else got in.
            #expect(opened <= 1)
            let numbers = try await here.numbers(of: here.member)
            #expect(numbers[50126, default: 0] <= 10 && numbers.values.reduce(0, +) == 500)
            #expect(numbers[50053, default: 0] >= 489)
        }
    }

    @Test func `A079 one password tried on everybody locks nobody out`() async throws {
        let here = try await GuessingHouse()
        try await here.house.serve { client in
            for number in 0..<30 {
                let name = number % 2 == 0 ? here.member.name : "user\(number)@example.com"
                let tried = try await here.attempt(client, at: .basic, name: name, password: "Winter-2026-example")
                #expect(!tried.opened)
            }
            #expect(
                try await here.attempt(client, at: .form, name: here.member.name, password: here.member.password)
                    .opened)
        }
    }

    @Test func `A080 an administrator gets in from a known place while strangers have locked the rest`() async throws {
        let here = try await GuessingHouse(defaults: true)
        try await here.house.serve { client in
            let home = TestBrowser(client, address: "203.0.113.5")
            #expect(try await home.signIn("/admin", as: here.admin, at: here.house.now).status == 200)
            for number in 0..<12 {
                _ = try await here.attempt(
                    client, at: GuessDoor.outside[number % 3], name: here.admin.name,
                    password: GuessingHouse.wrong(number), address: "198.51.100.\(number)")
            }
            #expect(
                try await here.counters(of: here.admin).contains { $0.kind == .unfamiliar && $0.lockedUntil != nil })
            // From elsewhere the right password is refused as well …
            let elsewhere = try await here.attempt(
                client, at: .form, name: here.admin.name, password: here.admin.password, address: "198.51.100.200")
            #expect(!elsewhere.opened)
            // … the session lives on, another browser at home opens, and the known browser opens on the road.
            #expect(try await home.get("/admin").status == 200)
            here.house.clock.advance(by: .seconds(31))
            let desk = TestBrowser(client, address: "203.0.113.77")
            #expect(try await desk.signIn("/admin", as: here.admin, at: here.house.now).status == 200)
            #expect(desk.cookieNames.contains { $0.hasSuffix("session") })
        }
    }

    @Test func `A088 a right password alone does not reset the counter`() async throws {
        let here = try await GuessingHouse(defaults: true)
        try await here.house.serve { client in
            for number in 0..<9 {
                _ = try await here.attempt(
                    client, at: .form, name: here.member.name, password: GuessingHouse.wrong(number))
            }
            let right = try await here.attempt(
                client, at: .form, name: here.member.name, password: here.member.password)
            #expect(right.opened && right.answer.forms.contains { $0.hasSuffix("/code") })
            #expect(try await here.counters(of: here.member).map(\.failures) == [9])
            _ = try await here.attempt(client, at: .form, name: here.member.name, password: GuessingHouse.wrong(10))
            let locked = try await here.attempt(
                client, at: .form, name: here.member.name, password: here.member.password)
            #expect(!locked.opened)
        }
    }

    @Test func `A088 somebody else's sign-in from the same place resets nothing, and one's own resets it`() async throws
    {
        let here = try await GuessingHouse()
        let other = try await here.house.add("oto", isRegistered: false)
        try await here.house.serve { client in
            for number in 0..<9 {
                _ = try await here.attempt(
                    client, at: .basic, name: here.member.name, password: GuessingHouse.wrong(number))
            }
            #expect(
                try await here.attempt(client, at: .basic, name: other.name, password: other.password).opened)
            _ = try await TestBrowser(client).signIn("/account", as: other, at: here.house.now)
            #expect(try await here.counters(of: here.member).map(\.failures) == [9])
            _ = try await here.signedIn(client)
            #expect(try await here.counters(of: here.member).isEmpty)
        }
    }

    @Test(arguments: GuessDoor.outside)
    func `A088 a password alone at another door gives no fresh tries at the second factor`(door: GuessDoor) async throws
    {
        let here = try await GuessingHouse()
        let thief = try await here.house.add("tia", role: .globalAdministrator)
        try await here.house.serve { client in
            // Whoever knows the password guesses codes at the admin center, and refreshes the budget elsewhere.
            for round in 0..<2 {
                let browser = TestBrowser(client)
                var page = try await browser.password(try await browser.get("/admin"), thief)
                #expect(page.forms.contains { $0.hasSuffix("/code") })
                for number in 0..<(round == 0 ? 9 : 1) {
                    page = try await browser.submit(page, "/code", [("code", "00000\(number)")])
                }
                #expect(page.status == (round == 0 ? 400 : 429))
                if round == 0 {
                    let entered = try await here.attempt(client, at: door, name: thief.name, password: thief.password)
                    #expect(entered.opened)
                    if door == .form {
                        #expect(try await Self.finish(here, client, thief).parameters["code"] != nil)
                    }
                }
            }
            let browser = TestBrowser(client)
            let page = try await browser.password(try await browser.get("/admin"), thief)
            let right = try await browser.submit(page, "/code", [("code", thief.code(at: here.house.now))])
            #expect(right.status == 429)
            #expect(!browser.cookieNames.contains { $0.hasSuffix("session") })
        }
    }

    /// A whole sign-in to an app, which asks for the password only.
    private static func finish(
        _ here: GuessingHouse, _ client: any TestClientProtocol, _ person: TestHouse.Person
    ) async throws -> TestBrowser.Answer {
        try await TestBrowser(client).signIn(TestBrowser.authorizePath(here.app), as: person, at: here.house.now)
    }
}
