import Foundation
import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletDirectory
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
            _ client: any TestClientProtocol, _ box: Box, _ password: String, from place: String? = nil
        ) async throws -> Bool {
            let address = place ?? Self.place(of: box)
            let browser = TestBrowser(client, address: address)
            switch box {
            case .directory:
                return try await LDAPDesk(here.house, address: address).bind(here.member.name, password) == 0
            case .mail:
                return try await browser.mail(here.mailKey, name: here.member.name, password: password) { headers in
                    if let name = HTTPField.Name("Client-IP") { headers[name] = nil }
                }.mailStatus == "OK"
            case .basic:
                let text = Data("\(here.member.name):\(password)".utf8).base64EncodedString()
                return try await browser.send(
                    "/legacy/basic/example.com", .get, nil, [.authorization: "Basic \(text)"]
                ).status == 200
            case .server:
                return try await browser.token(
                    server, [("grant_type", "password"), ("username", here.member.name), ("password", password)]
                ).json("access_token") != nil
            }
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
            #expect(known.isEmpty)
            // Whoever comes from where the box stands is as strange as before.
            _ = try await office.here.attempt(
                client, at: .form, name: office.here.member.name, password: GuessingHouse.wrong(1),
                address: place)
            #expect(try await office.counters() == [.unfamiliar: 1])
        }
    }
}
