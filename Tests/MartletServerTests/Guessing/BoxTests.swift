import Foundation
import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletDirectory
import MartletPolicy
import MartletStore
import MartletTesting
import Testing

@testable import MartletServer

/// SL-6, A080: a box in the office asks for whoever reaches it. Its address says where it stands, and of nobody that they are
/// at their place.
@Suite struct `Strangers behind a box in the office` {
    /// What asks, without telling for whom.
    enum Box: String, CaseIterable, Sendable { case directory, mail, basic, server }

    /// Somebody who works at a desk, and a box in the same network.
    private struct Office {
        /// Where the desk is. What is no address stands for the socket's own: web servers that ask are known by it.
        static func desk(beside box: Box) -> String { box == .basic ? "unreadable" : "192.0.2.10" }
        /// Where the box is.
        static func place(of box: Box) -> String { box == .basic ? "unreadable" : "192.0.2.20" }
        let here: GuessingHouse
        let server: TestHouse.App

        init() async throws {
            here = try await GuessingHouse()
            let caller = try await here.house.operatorCaller()
            try await SetLegacySurface(here.house.tools)(.directory, .both, by: caller)
            server = try await here.house.app("Server", redirectURI: "https://server.example/cb", kind: .confidential)
            try await here.house.edit(server) { $0.allowsPasswordGrant = true }
        }

        /// One try through a box; whether it opened.
        func ask(
            _ client: any TestClientProtocol, _ box: Box, _ password: String, name: String? = nil,
            from place: String? = nil
        ) async throws -> Bool {
            try await told(client, box, password, name: name, from: place) == Self.opened(box)
        }

        /// What who is let in is told.
        static func opened(_ box: Box) -> String {
            switch box {
            case .directory: "0"
            case .mail: "OK"
            case .basic: "200"
            case .server: "200 "
            }
        }

        /// One try through a box; all that whoever asks is told, but for times and numbers of the question.
        func told(
            _ client: any TestClientProtocol, _ box: Box, _ password: String, name: String? = nil,
            from place: String? = nil
        ) async throws -> String {
            let address = place ?? Self.place(of: box)
            let name = name ?? here.member.name
            let browser = TestBrowser(client, address: address)
            switch box {
            case .directory:
                return try await LDAPDesk(here.house, address: address).bind(name, password).map(String.init) ?? "-"
            case .mail:
                let answer = try await browser.mail(here.mailKey, name: name, password: password) { headers in
                    if let name = HTTPField.Name("Client-IP") { headers[name] = nil }
                }
                return answer.mailStatus ?? "\(answer.status)"
            case .basic:
                let text = Data("\(name):\(password)".utf8).base64EncodedString()
                let answer = try await browser.send(
                    "/legacy/basic/example.com", .get, nil, [.authorization: "Basic \(text)"])
                return "\(answer.status)"
            case .server:
                let answer = try await browser.token(
                    server, [("grant_type", "password"), ("username", name), ("password", password)])
                return "\(answer.status) \(answer.json("error") ?? "")"
            }
        }

        /// Has strangers try names through a box until it is stopped; how many tries were heard.
        func spray(_ client: any TestClientProtocol, _ box: Box) async throws -> Int {
            let refused = try await told(client, box, "Sommer-2026-Regen", name: "person0@example.com")
            for number in 1..<100 {
                let name = "person\(number)@example.com"
                guard try await told(client, box, "Sommer-2026-Regen", name: name) == refused else { return number }
            }
            return 100
        }

        func counters() async throws -> [LockoutCounter.Kind: Int] {
            let counters = try await here.counters(of: here.member)
            return Dictionary(counters.map { ($0.kind, $0.failures) }, uniquingKeysWith: +)
        }
    }

    @Test(arguments: Box.allCases)
    func `A080 a crowd behind a box locks nobody out of their own place, and is throttled all the same`(
        box: Box
    ) async throws {
        let office = try await Office()
        try await office.here.house.serve { client in
            _ = try await office.here.signedIn(client, address: Office.desk(beside: box))
            for number in 0..<12 {
                #expect(try await !office.ask(client, box, GuessingHouse.wrong(number)))
            }
            #expect(try await office.counters() == [.unfamiliar: 10])
            // Through the box not even the right password is looked at …
            #expect(try await !office.ask(client, box, office.here.member.password))
            // … and at their own place nobody notices.
            let own = try await office.here.attempt(
                client, at: .form, name: office.here.member.name, password: office.here.member.password,
                address: Office.desk(beside: box))
            #expect(own.opened)
        }
    }

    @Test func `an address that the box tells is the person's own, and counts as at any other door`() async throws {
        let office = try await Office()
        try await office.here.house.serve { client in
            _ = try await office.here.signedIn(client, address: "192.0.2.10")
            for (number, door) in [GuessDoor.mail, .basic, .passwordGrant].enumerated() {
                _ = try await office.here.attempt(
                    client, at: door, name: office.here.member.name, password: GuessingHouse.wrong(number),
                    address: "192.0.2.10")
            }
            #expect(try await office.counters() == [.familiar: 3])
        }
    }

    @Test(arguments: Box.allCases)
    func `a right password through a box makes no place familiar`(box: Box) async throws {
        let office = try await Office()
        try await office.here.house.serve { client in
            let place = box == .basic ? "unreadable" : "198.51.100.9"
            #expect(try await office.ask(client, box, office.here.member.password, from: place))
            let known = try await office.here.house.store.read { try $0.familiarities.list(office.here.member.id) }
            #expect(known.map(\.kind) == [.box])
            // Whoever comes from where the box stands is as strange as before.
            _ = try await office.here.attempt(
                client, at: .form, name: office.here.member.name, password: GuessingHouse.wrong(1),
                address: place)
            #expect(try await office.counters() == [.unfamiliar: 1])
        }
    }

    @Test(arguments: Box.allCases)
    func `A079, A089 past its budget of names a box is heard for its regulars, and tells nobody who they are`(
        box: Box
    ) async throws {
        let office = try await Office()
        let (house, regular) = (office.here.house, office.here.member)
        let gus = try await house.add("gus", isRegistered: false)
        try await house.serve { client in
            #expect(try await office.ask(client, box, regular.password))
            let refused = try await office.told(client, box, GuessingHouse.wrong(0), name: gus.name)
            _ = try await office.spray(client, box)
            // Wrong at a regular, right and wrong at somebody whom the box has never let in, and at nobody.
            let told = Set([
                try await office.told(client, box, GuessingHouse.wrong(1)),
                try await office.told(client, box, gus.password, name: gus.name),
                try await office.told(client, box, GuessingHouse.wrong(1), name: gus.name),
                try await office.told(client, box, GuessingHouse.wrong(1), name: "nobody@example.com"),
            ])
            #expect(told.count == 1 && !told.contains(refused))
            #expect(try await office.ask(client, box, regular.password))
            #expect(try await office.here.numbers(of: regular) == [0: 2, 50126: 1])
            #expect(try await office.here.numbers(of: gus) == [50126: 1, 50053: 2])
            house.clock.advance(by: .minutes(10))
            #expect(try await office.ask(client, box, gus.password, name: gus.name))
        }
    }

    @Test func `A089 a regular uses up the budget like a name that nobody has`() async throws {
        for isRegular in [true, false] {
            let office = try await Office()
            try await office.here.house.serve { client in
                #expect(try await office.ask(client, .directory, office.here.member.password))
                let name = isRegular ? office.here.member.name : "nobody@example.com"
                #expect(try await !office.ask(client, .directory, GuessingHouse.wrong(1), name: name))
                let heard = try await office.spray(client, .directory)
                #expect(heard == 60)
            }
        }
    }

    @Test func `A079 a regular has the tries of any account, whoever else is not heard`() async throws {
        let office = try await Office()
        try await office.here.house.serve { client in
            #expect(try await office.ask(client, .directory, office.here.member.password))
            _ = try await office.spray(client, .directory)
            for number in 0..<12 { _ = try await office.told(client, .directory, GuessingHouse.wrong(number)) }
            #expect(try await office.counters() == [.unfamiliar: 10])
            #expect(try await !office.ask(client, .directory, office.here.member.password))
        }
    }

    @Test(arguments: Box.allCases)
    func `A213 under the defaults past the budget nobody is told from anybody, a regular of before neither`(
        box: Box
    ) async throws {
        let office = try await Office()
        let (house, regular) = (office.here.house, office.here.member)
        try await house.serve { client in
            #expect(try await office.ask(client, box, regular.password))
            try await SwitchSecurityDefaults(house.tools).on(
                revokesSessions: false, by: try await house.operatorCaller())
            _ = try await office.spray(client, box)
            let told = Set([
                try await office.told(client, box, regular.password),
                try await office.told(client, box, GuessingHouse.wrong(1)),
                try await office.told(client, box, GuessingHouse.wrong(1), name: "nobody@example.com"),
            ])
            #expect(told.count == 1)
        }
    }

    @Test
    func `A079 past the budget one password over the regulars of a familiar address opens nothing from the tenth on`()
        async throws
    {
        let here = try await GuessingHouse()
        let (house, member) = (here.house, here.member)
        var made: [TestHouse.Person] = []
        for number in 0..<10 {
            made.append(
                try await house.add("other\(number)", isRegistered: false, password: "Amber-Quarry-58-moss"))
        }
        let others = made
        let at = "192.0.2.10"
        try await house.serve { client in
            // Everybody works at the address, with a browser and with a mail program.
            _ = try await here.signedIn(client, address: at)
            for person in others + [member] {
                #expect(try await here.attempt(client, at: .mail, name: person.name, password: person.password).opened)
            }
            for number in 0..<61 {
                _ = try await here.attempt(
                    client, at: .mail, name: "nobody\(number)@example.com", password: GuessingHouse.wrong(number))
            }
            func opens() async throws -> Bool {
                try await here.attempt(client, at: .mail, name: member.name, password: member.password).opened
            }
            #expect(try await opens())
            for person in others {
                let wrong = try await here.attempt(client, at: .mail, name: person.name, password: member.password)
                #expect(!wrong.opened)
            }
            #expect(try await !opens())
            // Others there are heard, and when the budget is fresh the place is the member's own again.
            let other = try #require(others.first)
            #expect(try await here.attempt(client, at: .mail, name: other.name, password: other.password).opened)
            house.clock.advance(by: .minutes(10))
            #expect(try await opens())
        }
    }

    @Test func `A079, A087 past the budget six hundred regulars may fail, and then nobody is looked at`() async throws {
        let office = try await Office()
        let (here, house) = (office.here, office.here.house)
        let gus = try await house.add("gus", isRegistered: false)
        try await house.serve { client in
            for person in [here.member, gus] {
                #expect(try await office.ask(client, .directory, person.password, name: person.name))
            }
            _ = try await office.spray(client, .directory)
            // A program with an old password is one name, however often it asks.
            for _ in 0..<3 { _ = try await office.told(client, .directory, GuessingHouse.wrong(1), name: gus.name) }
            let tenant = try await house.operatorCaller().tenant
            let regular = try #require(try await house.store.read { try $0.familiarities.list(here.member.id) }.first)
            func failed() async throws -> LockoutCounter? {
                try await house.store.read {
                    try $0.lockouts.find(in: tenant, subject: regular.key, kind: .regularsOfAddress)
                }
            }
            #expect(try await failed()?.failures == 1)
            // As if the rest had failed as well, but one.
            var almost = try #require(try await failed())
            almost.failures = NameBudget.regulars
            let counter = almost
            try await house.store.write { try $0.lockouts.save(counter) }
            #expect(try await office.ask(client, .directory, here.member.password))
            let last = try await office.told(client, .directory, GuessingHouse.wrong(2))
            #expect(try await failed()?.lockedUntil != nil)
            let told = try await office.told(client, .directory, here.member.password)
            #expect(told == last)
            // Not looked at, so not counted against them.
            #expect(try await office.counters()[.unfamiliar] == 1)
            #expect(try await here.numbers(of: here.member)[50053] == 1)
            house.clock.advance(by: .minutes(10))
            #expect(try await office.ask(client, .directory, here.member.password))
        }
    }
}
