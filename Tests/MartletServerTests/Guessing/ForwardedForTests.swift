import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import MartletDirectory
import MartletTesting
import Testing

/// A078: which address a try is counted and logged under.
@Suite struct `Forwarded addresses` {
    /// One request's headers, and the address that must be in the log.
    struct Case: Sendable, CustomStringConvertible {
        var headers: [(name: String, value: String)]
        var address: String
        var description: String { headers.map { "\($0.name): \($0.value)" }.joined(separator: "; ") }

        init(_ values: [String], _ address: String, name: String = "X-Forwarded-For") {
            headers = values.map { (name, $0) }
            self.address = address
        }
    }

    /// Behind a trusted proxy (the socket) and a second one, 10.0.0.2.
    static let trusted = [
        Case(["203.0.113.7"], "203.0.113.7"), Case(["198.51.100.1, 203.0.113.7"], "203.0.113.7"),
        Case(["198.51.100.1", "203.0.113.7"], "203.0.113.7"), Case(["203.0.113.7, 10.0.0.2"], "203.0.113.7"),
        Case(["203.0.113.7,10.0.0.2,10.0.0.2"], "203.0.113.7"), Case(["2001:db8::1"], "2001:db8::1"),
        Case(["10.0.0.2"], "10.0.0.2"), Case([""], ""), Case(["unknown"], ""), Case(["203.0.113.7, unknown"], ""),
        Case(["203.0.113.7, _hidden, 10.0.0.2"], "10.0.0.2"), Case(["fe80::1%eth0"], ""),
        Case(["for=203.0.113.7"], ""), Case(["\"203.0.113.7\""], ""), Case(["203.0.113.7,"], "203.0.113.7"),
        Case(["203.0.113.7:4711"], "203.0.113.7"), Case(["[2001:db8::1]:4711"], "2001:db8::1"),
        Case(["203.0.113.7:"], ""), Case(["[2001:db8::1"], ""), Case(["dead"], ""), Case(["1::2::3"], ""),
        Case(["203.0.113.7 x"], ""), Case([String(repeating: "1", count: 46)], ""),
        Case(["for=203.0.113.7;proto=https"], "", name: "Forwarded"),
        Case(["203.0.113.7"], "", name: "X_Forwarded_For"),
        Case(["203.0.113.7"], "", name: "X-Real-IP"), Case(["203.0.113.7"], "", name: "Client-IP"),
    ]

    @Test(arguments: trusted)
    func `A078 behind a trusted proxy the last address that is not a proxy counts`(given: Case) async throws {
        #expect(try await Self.logged(given, trusting: ["", "10.0.0.2"]) == given.address)
    }

    @Test(arguments: trusted)
    func `A078 without a trusted proxy no header counts`(given: Case) async throws {
        #expect(try await Self.logged(given, trusting: []).isEmpty)
    }

    @Test func `A078 an invented address gives no fresh tries`() async throws {
        let here = try await GuessingHouse()
        try await here.house.serve(trusting: []) { client in
            for number in 0..<12 {
                _ = try await here.attempt(
                    client, at: .basic, name: here.member.name, password: GuessingHouse.wrong(number),
                    address: "203.0.113.\(number)")
            }
            #expect(try await here.numbers() == [50126: 10, 50053: 2])
        }
    }

    private static func logged(_ given: Case, trusting proxies: Set<String>) async throws -> String {
        let here = try await GuessingHouse()
        try await here.house.serve(trusting: proxies) { client in
            let text = Data("\(here.member.name):wrong".utf8).base64EncodedString()
            var headers: HTTPFields = [.authorization: "Basic \(text)"]
            for header in given.headers {
                headers.append(HTTPField(name: try #require(HTTPField.Name(header.name)), value: header.value))
            }
            let status = try await client.execute(
                uri: "/legacy/basic/example.com", method: .get, headers: headers, body: nil
            ) { $0.status }
            #expect(status == .unauthorized)
        }
        return try #require(try await here.house.signIns().first).origin.address
    }
}
