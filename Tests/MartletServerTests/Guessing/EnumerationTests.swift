import Foundation
import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore
import MartletTesting
import Synchronization
import Testing

/// A081, A089–A091, A093, A094: nobody learns from an answer whose name exists, and what is the matter with it.
@Suite struct `Enumeration` {
    /// What can be the matter with an account; all but `known` are tried with the right password.
    enum State: String, CaseIterable, Sendable {
        case known, unknown, disabled, deleted, locked, expired, passwordless
    }

    /// The number in the log of a try at an account of that state.
    static let numbers: [State: Int] = [
        .known: 50126, .unknown: 50034, .disabled: 50057, .deleted: 50034, .locked: 50053, .expired: 50055,
        .passwordless: 50056,
    ]

    @Test(arguments: GuessDoor.outside, [true, false])
    func `A081, A089, A091 every refused password looks the same at a door`(
        door: GuessDoor, defaults: Bool
    ) async throws {
        let here = try await GuessingHouse(defaults: defaults)
        var first: Seen?
        for (number, state) in State.allCases.enumerated() {
            let name = "user\(number)@example.com"
            let password = try await Self.prepare(state, "user\(number)", in: here)
            let seen = Mutex<Seen?>(nil)
            try await here.house.serve { client in
                if state == .locked {
                    for number in 0..<10 {
                        _ = try await here.attempt(
                            client, at: .basic, name: name, password: GuessingHouse.wrong(number))
                    }
                }
                // The newest row is the last one by a second.
                here.house.clock.advance(by: .seconds(1))
                let tried = try await here.attempt(client, at: door, name: name, password: password)
                #expect(!tried.opened, "\(state)")
                seen.withLock { $0 = Seen(tried.answer, name: name) }
            }
            let shown = try #require(seen.withLock { $0 })
            if let first {
                #expect(shown.status == first.status && shown.headers == first.headers, "\(state)")
                #expect(shown.body == first.body, "\(state)")
            }
            first = first ?? shown
            let row = try #require(try await here.house.signIns(limit: 1).first)
            // Where the door is shut for everybody, the log says so of a password that was right.
            #expect(row.status == .failure && row.errorCode == Self.numbers[state], "\(state): \(row.errorCode)")
            #expect(row.session == nil)
            here.house.clock.advance(by: .seconds(1))
        }
    }

    @Test(arguments: GuessDoor.outside)
    func `A090 every try costs one hash, whatever the name and the account`(door: GuessDoor) async throws {
        let asked = Mutex(0)
        let pool = TestHouse.cheapHashing {
            asked.withLock { $0 += 1 }
            return ContinuousClock.now
        }
        let here = try await GuessingHouse(house: try await TestHouse(hashing: pool))
        for (number, state) in State.allCases.enumerated() {
            let password = try await Self.prepare(state, "user\(number)", in: here)
            try await here.house.serve { client in
                let name = "user\(number)@example.com"
                if state == .locked {
                    for number in 0..<10 {
                        _ = try await here.attempt(
                            client, at: .basic, name: name, password: GuessingHouse.wrong(number))
                    }
                }
                for text in [password, String(repeating: "a", count: 1_000)] {
                    asked.withLock { $0 = 0 }
                    _ = try await here.attempt(client, at: door, name: name, password: text)
                    // The pool asks for the time when a hash comes and when its turn comes.
                    #expect(asked.withLock { $0 } == 2, "\(state)")
                }
            }
        }
    }

    @Test func `A089 the page after the name is the same for everybody, and no cookie tells`() async throws {
        let here = try await GuessingHouse()
        try await SetUserEnabled(here.house.tools)(
            here.member.id, isEnabled: false, by: try await here.house.operatorCaller())
        let other = try await here.house.add("mio")
        try await here.house.serve { client in
            var seen: [Seen] = []
            for name in [here.member.name, other.name, "mix@example.com", "mix@elsewhe.org"] {
                let browser = TestBrowser(client)
                let page = try await browser.submit(
                    try await browser.get(TestBrowser.authorizePath(here.app)), "/name", [("username", name)])
                #expect(page.status == 200 && browser.cookieNames == ["martlet-browser"])
                seen.append(Seen(page, name: name))
            }
            #expect(Set(seen).count == 1)
        }
        #expect(try await here.house.signIns().isEmpty)
    }

    @Test func `A093 an app that does not exist is told the same as one with a wrong secret`() async throws {
        let here = try await GuessingHouse()
        let app = try await here.house.app("Harbour", kind: .confidential)
        let secret = OpaqueToken(.clientSecret, random: [UInt8](repeating: 7, count: 32)).text
        try await here.house.serve { client in
            var seen: [Seen] = []
            for id in [app.id, ID<Application>("00000000-0000-4000-8000-000000000000"), ID("none")] {
                let asked = TestHouse.App(id: id, tenant: app.tenant, secret: secret, redirectURI: app.redirectURI)
                let answer = try await TestBrowser(client).token(
                    asked, [("grant_type", "refresh_token"), ("refresh_token", "x")])
                #expect(answer.status == 401 && answer.json("error") == "invalid_client")
                seen.append(Seen(answer, name: app.id.rawValue))
            }
            #expect(Set(seen).count == 1)
            let right = try await TestBrowser(client).token(
                app, [("grant_type", "refresh_token"), ("refresh_token", "x")])
            #expect(right.json("error") == "invalid_grant")
        }
    }

    @Test func `A094 a name that is given again belongs to somebody new`() async throws {
        let here = try await GuessingHouse()
        let caller = try await here.house.operatorCaller()
        try await DeleteUser(here.house.tools)(here.member.id, by: caller)
        let again = try await here.house.add("mia", isRegistered: false, password: "Amber-Quarry-58-moss")
        #expect(again.id != here.member.id && again.name == here.member.name)
        try await here.house.serve { client in
            let old = try await here.attempt(
                client, at: .form, name: again.name, password: here.member.password)
            let new = try await here.attempt(client, at: .form, name: again.name, password: again.password)
            #expect(!old.opened && new.opened)
        }
    }

    /// Makes an account of that state, and tells what is typed as its password.
    private static func prepare(_ state: State, _ name: String, in here: GuessingHouse) async throws -> String {
        guard state != .unknown else { return TestHouse.password }
        let house = here.house
        let caller = try await house.operatorCaller()
        let person = try await house.add(name, isRegistered: false)
        switch state {
        case .known: return "Wrong-Harbour-93-lamp"
        case .disabled: try await SetUserEnabled(house.tools)(person.id, isEnabled: false, by: caller)
        case .deleted: try await DeleteUser(house.tools)(person.id, by: caller)
        case .expired:
            let given = try await ResetPassword(house.tools)(person.id, by: caller)
            house.clock.advance(by: .days(7))
            return try #require(given)
        case .passwordless: _ = try await house.store.write { try $0.passwords.delete(person.id) }
        case .locked, .unknown: break
        }
        return person.password
    }

    /// An answer with everything taken out that is different each time: the name, nonces, tokens, ids and times.
    struct Seen: Hashable {
        var status: Int
        var headers: [String]
        var body: String

        init(_ answer: TestBrowser.Answer, name: String) {
            status = answer.status
            headers = answer.headers.map { Self.masked("\($0.name): \($0.value)", name: name) }.sorted()
            body = Self.masked(answer.body, name: name)
        }

        private static func masked(_ text: String, name: String) -> String {
            text.replacingOccurrences(of: name, with: "NAME")
                .replacingOccurrences(of: "[A-Za-z0-9_-]{20,}", with: "*", options: .regularExpression)
                .replacingOccurrences(
                    of: "[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:]{8}Z?", with: "TIME", options: .regularExpression)
        }
    }
}
