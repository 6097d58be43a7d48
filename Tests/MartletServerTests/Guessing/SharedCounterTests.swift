import HummingbirdTesting
import MartletActions
import MartletDirectory
import MartletTesting
import Testing

/// A074–A076, A086: one counter for one account, whatever the door, the address and the spelling of the name.
@Suite struct `One counter for every door` {
    @Test func `A074 the tenth wrong password locks, from one address or from many`() async throws {
        for addresses in [["192.0.2.10"], (0..<60).map { "198.51.\($0).7" }] {
            let here = try await GuessingHouse()
            try await here.house.serve { client in
                for number in 0..<60 {
                    let tried = try await here.attempt(
                        client, at: .basic, name: here.member.name, password: GuessingHouse.wrong(number),
                        address: addresses[number % addresses.count])
                    #expect(!tried.opened && tried.answer.status == 401)
                }
                let right = try await here.attempt(
                    client, at: .basic, name: here.member.name, password: here.member.password)
                #expect(!right.opened && right.answer.status == 401)
                #expect(try await here.numbers() == [50126: 10, 50053: 51])
                // The lock is a minute long, and then the right password opens. The counter stays: what comes in by a
                // password alone every minute must not wipe the slate of whoever guesses in between (A088).
                here.house.clock.advance(by: .seconds(60))
                let later = try await here.attempt(
                    client, at: .basic, name: here.member.name, password: here.member.password)
                #expect(later.opened)
                #expect(try await !here.counters(of: here.member).isEmpty)
            }
        }
    }

    @Test(arguments: GuessDoor.allCases)
    func `A075 nine wrong passwords over all doors leave one try at any of them, and ten leave none`(
        last: GuessDoor
    ) async throws {
        for failures in [9, 10] {
            let here = try await GuessingHouse()
            try await here.house.serve { client in
                let inside = try await here.signedIn(client)
                for number in 0..<failures {
                    let door = GuessDoor.allCases[number % GuessDoor.allCases.count]
                    let tried = try await here.attempt(
                        client, at: door, name: here.member.name, password: GuessingHouse.wrong(number),
                        inside: inside)
                    #expect(!tried.opened, "\(door)")
                }
                let counters = try await here.counters(of: here.member)
                #expect(counters.map(\.failures) == [failures])
                let right = try await here.attempt(
                    client, at: last, name: here.member.name, password: here.member.password, inside: inside)
                #expect(right.opened == (failures == 9), "\(last) after \(failures)")
                #expect(right.answer.status < 500)
            }
        }
    }

    @Test func `A075 under the defaults the doors that are shut count as well`() async throws {
        let here = try await GuessingHouse(defaults: true)
        try await here.house.serve { client in
            for number in 0..<10 {
                let door = GuessDoor.outside[number % GuessDoor.outside.count]
                _ = try await here.attempt(
                    client, at: door, name: here.member.name, password: GuessingHouse.wrong(number))
            }
            let right = try await here.attempt(
                client, at: .form, name: here.member.name, password: here.member.password)
            #expect(!right.opened)
            #expect(try await here.numbers(of: here.member) == [50126: 10, 50053: 1])
        }
    }

    @Test func `A076 every spelling of a name is counted under the one account`() async throws {
        let here = try await GuessingHouse()
        let kim = try await here.house.add("kim", isRegistered: false)
        let spellings = [
            "kim@example.com", "KIM@EXAMPLE.COM", " kim@example.com", "kim@example.com\u{3000}",
            "\u{212A}im@example.com",
            "Kim@Example.com\u{A0}", "kim@example.com.", "EXAMPLE\\kim", "kim", "kim+x@example.com",
            "ｋｉｍ@example.com", "kim@example.com\u{301}",
        ]
        try await here.house.serve { client in
            for number in 0..<48 {
                let tried = try await here.attempt(
                    client, at: number % 2 == 0 ? .form : .passwordGrant, name: spellings[number % spellings.count],
                    password: GuessingHouse.wrong(number))
                #expect(!tried.opened && (400..<500).contains(tried.answer.status))
            }
            let id = try await here.attempt(
                client, at: .form, name: kim.id.rawValue, password: kim.password)
            #expect(!id.opened)
            #expect(try await here.numbers(of: kim)[50126] == 10)
            let right = try await here.attempt(client, at: .form, name: "KIM@example.com", password: kim.password)
            #expect(!right.opened)
            // What another name has used up costs this one nothing.
            let other = try await here.attempt(
                client, at: .form, name: " MIA@example.com", password: here.member.password)
            #expect(other.opened)
        }
    }

    @Test func `A076 a name that belongs to nobody has one counter too`() async throws {
        let here = try await GuessingHouse()
        try await here.house.serve { client in
            for number in 0..<14 {
                _ = try await here.attempt(
                    client, at: .basic, name: number % 2 == 0 ? "nobody@example.com" : " NOBODY@example.com ",
                    password: GuessingHouse.wrong(number))
            }
            #expect(try await here.numbers() == [50034: 10, 50053: 4])
        }
    }

    @Test func `A086 a hundred wrong present passwords are counted, and the account stays as it was`() async throws {
        let here = try await GuessingHouse()
        try await here.house.serve { client in
            let inside = try await here.signedIn(client)
            for number in 0..<100 {
                let tried = try await here.attempt(
                    client, at: .ownChange, name: here.member.name, password: GuessingHouse.wrong(number),
                    inside: inside)
                #expect(!tried.opened && tried.answer.status == 400)
            }
            #expect(try await here.counters(of: here.member).map(\.failures) == [10])
            let right = try await here.attempt(
                client, at: .ownChange, name: here.member.name, password: here.member.password, inside: inside)
            #expect(!right.opened)
            here.house.clock.advance(by: .minutes(1))
            let later = try await here.attempt(
                client, at: .ownChange, name: here.member.name, password: here.member.password, inside: inside)
            #expect(later.opened)
        }
    }

    @Test func `A086 a right present password beside a weak new one uses up no try`() async throws {
        let here = try await GuessingHouse()
        try await here.house.serve { client in
            let inside = try await here.signedIn(client)
            for _ in 0..<12 {
                let page = try await inside.get("/account/password")
                let weak = try await inside.submit(
                    page, "/account/password",
                    [
                        ("password", here.member.password), ("new-password", "password"),
                        ("confirm-password", "password"),
                    ])
                #expect(weak.status == 400)
            }
            let right = try await here.attempt(
                client, at: .ownChange, name: here.member.name, password: here.member.password, inside: inside)
            #expect(right.opened)
        }
    }
}
