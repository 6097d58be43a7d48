import HummingbirdTesting
import MartletActions
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

/// A079: one password, tried slowly over many names from ever new addresses.
@Suite struct `A password that is sprayed` {
    private static let sprayed = "Winter-Quarry-26-lamp"

    /// Tries the password on names that are nobody's, an hour apart and each from another network.
    private func spray(
        _ here: GuessingHouse, _ client: any TestClientProtocol, _ numbers: Range<Int>, password: String? = nil,
        name: String? = nil
    ) async throws {
        for number in numbers {
            here.house.clock.advance(by: .hours(1))
            let door = GuessDoor.outside[number % GuessDoor.outside.count]
            let tried = try await here.attempt(
                client, at: door, name: name ?? "user\(number)@example.com", password: password ?? Self.sprayed,
                address: "10.\(number).7.7")
            #expect(!tried.opened)
        }
    }

    private func alerts(_ here: GuessingHouse) async throws -> [AuditRecord] {
        try await ListAudits(here.house.tools)(
            AuditSearch(activity: .passwordSprayNoticed), by: try await here.house.operatorCaller()
        ).items
    }

    @Test func `A079 on the tenth name it is an alert, and opens nothing from an unknown place until it has rested`()
        async throws
    {
        let here = try await GuessingHouse()
        let sue = try await here.house.add("sue", isRegistered: false, password: Self.sprayed)
        try await here.house.serve { client in
            func sues(from address: String, _ password: String = Self.sprayed) async throws -> GuessingHouse.Try {
                try await here.attempt(client, at: .form, name: sue.name, password: password, address: address)
            }
            try await spray(here, client, 0..<9)
            #expect(try await alerts(here).isEmpty)
            let home = TestBrowser(client, address: "203.0.113.5")
            #expect(try await home.signIn("/account", as: sue, at: here.house.now).status == 200)
            #expect(home.cookieNames.contains { $0.hasSuffix("session") })
            try await spray(here, client, 9..<14)
            let told = try await alerts(here)
            #expect(told.count == 1 && told.allSatisfy { $0.isAlert && !"\($0)".contains(Self.sprayed) })
            // From an unknown place it is told like any wrong one, and counted like it; from a known one it is right.
            let right = try await sues(from: "198.51.100.7")
            let wrong = try await sues(from: "198.51.100.7", "Another-Quarry-26-lamp")
            #expect(!right.opened && right.answer.status == wrong.answer.status)
            #expect(right.answer.forms.map { $0.suffix(9) } == wrong.answer.forms.map { $0.suffix(9) })
            #expect(try await here.numbers(of: sue)[50053] == 1)
            let counter = try await here.counters(of: sue).first { $0.kind == .unfamiliar }
            #expect(counter?.failures == 2)
            #expect(try await sues(from: "203.0.113.5").opened)
            // Nobody else is stopped by it.
            let other = try await here.attempt(
                client, at: .basic, name: here.member.name, password: here.member.password, address: "198.51.100.7")
            #expect(other.opened)
            here.house.clock.advance(by: .hours(24))
            #expect(try await sues(from: "198.51.100.9").opened)
            try await spray(here, client, 20..<30)
            #expect(try await alerts(here).count == 2)
        }
    }

    @Test func `A079 an old password that a program keeps trying at one name is no spray`() async throws {
        let here = try await GuessingHouse()
        try await here.house.serve { client in
            try await spray(here, client, 0..<30, name: here.member.name)
            for number in 0..<30 {
                try await spray(here, client, number..<(number + 1), password: GuessingHouse.wrong(number))
            }
            #expect(try await alerts(here).isEmpty)
        }
    }
}
