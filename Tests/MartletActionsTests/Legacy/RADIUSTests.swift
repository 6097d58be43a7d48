import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore
import MartletTesting
import Testing

@testable import MartletActions

@Suite struct `RADIUS` {
    private static let secret = "sixteen-characters-and-more"

    /// A house with a gateway at 192.0.2.0/24, and somebody in it.
    private struct Gateway {
        let house: TestHouse
        let member: TestHouse.Person
        let client: RADIUSClient

        init(defaults: Bool) async throws {
            house = try await TestHouse()
            _ = try await house.setUp()
            member = try await house.add("mia")
            let caller = try await house.operatorCaller()
            client = try await AddRADIUSClient(house.tools)(
                name: "Harbour VPN", range: "192.0.2.0/24", secret: RADIUS.secret, by: caller
            ).client
            if !defaults {
                try await SwitchSecurityDefaults(house.tools).off(reason: .tooManyPrompts, by: caller)
                try await SetLegacySurface(house.tools)(.network, .both, by: caller)
            }
        }

        func ask(_ datagram: [UInt8], from address: String = "192.0.2.7") async throws -> AnswerRADIUS.Outcome {
            house.clock.advance(by: .seconds(1))
            return try await AnswerRADIUS(house.tools)(datagram, from: address)
        }

        /// The code of the answer, or `nil` for silence.
        func code(_ datagram: [UInt8], from address: String = "192.0.2.7") async throws -> UInt8? {
            guard case .answer(let bytes) = try await ask(datagram, from: address) else { return nil }
            return bytes.first
        }
    }

    private static func request(
        _ name: String, _ password: String, secret: String = RADIUS.secret
    ) throws -> RADIUSRequest {
        var request = RADIUSRequest(secret: secret)
        request.add(.userName, Array(name.utf8))
        request.addPassword(password)
        return request
    }

    @Test func `A213 under the defaults every request is rejected alike, and the log has the truth`() async throws {
        let gateway = try await Gateway(defaults: true)
        var answers: Set<[UInt8]> = []
        for (name, password) in [
            ("mia@example.com", TestHouse.password), ("mia", TestHouse.password), ("mia", "Wrong-Harbour-93-lamp"),
            ("nobody", TestHouse.password),
        ] {
            let datagram = try Self.request(name, password).datagram
            guard case .answer(let bytes) = try await gateway.ask(datagram) else {
                Issue.record("there is an answer")
                continue
            }
            #expect(bytes[0] == 3)
            // All but the proofs, which are those of different requests.
            answers.insert(Array(bytes[..<4] + bytes[20..<22]))
        }
        #expect(answers.count == 1)
        let rows = try await gateway.house.signIns()
        #expect(rows.map(\.errorCode) == [50034, 50126, 530_035, 530_035])
        #expect(rows.allSatisfy { $0.origin.userAgent.hasPrefix("RADIUS Harbour VPN") })
    }

    @Test func `without the defaults the right password is accepted, and where the caller is stands in the log`()
        async throws
    {
        let gateway = try await Gateway(defaults: false)
        var request = try Self.request("mia", TestHouse.password)
        request.add(.nasIdentifier, Array("gw-1".utf8))
        request.add(.callingStation, Array("203.0.113.9".utf8))
        #expect(try await gateway.code(request.datagram) == 2)
        #expect(try await gateway.code(Self.request("mia", "Wrong-Harbour-93-lamp").datagram) == 3)
        let rows = try await gateway.house.signIns()
        #expect(rows.map(\.errorCode) == [50126, 0])
        #expect(rows[1].origin.address == "203.0.113.9" && rows[0].origin.address == "192.0.2.7")
        #expect(rows[1].origin.userAgent == "RADIUS Harbour VPN NAS-Identifier=gw-1 Calling-Station-Id=203.0.113.9")
    }

    @Test func `a stranger and a wrong secret get no answer, and nothing is looked at`() async throws {
        let gateway = try await Gateway(defaults: false)
        let good = try Self.request("mia", TestHouse.password)
        #expect(try await gateway.ask(good.datagram, from: "198.51.100.7") == .silence(.unknownClient))
        let wrong = try Self.request("mia", TestHouse.password, secret: "another-secret-of-a-stranger")
        #expect(try await gateway.ask(wrong.datagram) == .silence(.wrongSecret))
        #expect(try await gateway.ask(good.unsigned) == .silence(.unsigned))
        #expect(try await gateway.ask([1, 2, 3]) == .silence(.malformed))
        #expect(try await gateway.house.signIns().isEmpty)
        #expect(try await gateway.code(good.datagram) == 2)
    }

    @Test func `CHAP, MS-CHAP and EAP are rejected and logged`() async throws {
        let gateway = try await Gateway(defaults: false)
        for (kind, value) in [
            (RADIUSPacket.Kind.chapPassword, [UInt8](repeating: 1, count: 17)), (.eapMessage, [2, 0, 0, 4]),
            (.vendorSpecific, [0, 0, 1, 0x37, 25, 4, 1, 1]),
        ] as [(RADIUSPacket.Kind, [UInt8])] {
            var request = try Self.request("mia", TestHouse.password)
            request.add(kind, value)
            #expect(try await gateway.code(request.datagram) == 3)
        }
        let rows = try await gateway.house.signIns()
        #expect(rows.count == 3 && rows.allSatisfy { $0.origin.userAgent.hasSuffix("(not PAP)") })
    }

    @Test func `A075 tries are counted with those of the other doors`() async throws {
        let gateway = try await Gateway(defaults: false)
        for number in 0..<10 {
            #expect(try await gateway.code(Self.request("MIA", "Wrong-Harbour-\(number)-lamp").datagram) == 3)
        }
        let binding = try await BindDirectory(gateway.house.tools)(
            name: "mia@example.com", password: TestHouse.password, domain: "example.com",
            origin: Origin(address: "192.0.2.7", userAgent: ""))
        #expect(binding == nil)
    }

    @Test func `A079 past the budget a gateway is answered for all, and opens for those whom it has let in lately`()
        async throws
    {
        let gateway = try await Gateway(defaults: false)
        _ = try await gateway.house.add("gus")
        #expect(try await gateway.code(Self.request("mia", TestHouse.password).datagram) == 2)
        for number in 0...60 {
            #expect(try await gateway.code(Self.request("person\(number)", "Sommer-2026-Regen").datagram) == 3)
        }
        // Never silence: the gateway would take the server for gone.
        #expect(try await gateway.code(Self.request("gus", TestHouse.password).datagram) == 3)
        #expect(try await gateway.house.signIns().first?.errorCode == 50053)
        #expect(try await gateway.code(Self.request("mia", TestHouse.password).datagram) == 2)
        // Who is told to be elsewhere is counted there.
        var told = try Self.request("gus", TestHouse.password)
        told.add(.callingStation, Array("203.0.113.9".utf8))
        #expect(try await gateway.code(told.datagram) == 2)
    }

    @Test func `A080 failures are charged to the person's own place only where the box tells it`() async throws {
        let gateway = try await Gateway(defaults: false)
        let (house, user, at) = (gateway.house, gateway.member.id, gateway.house.now)
        // The box stands in the network in which the person works.
        try await house.store.write { tables in
            try tables.familiarities.save(
                Familiarity(
                    user: user, tenant: gateway.client.tenant, kind: .network, key: "192.0.2.0/24", firstSeenAt: at,
                    lastSeenAt: at))
        }
        func failures() async throws -> [LockoutCounter.Kind: Int] {
            let counters = try await house.store.read { tables in
                try tables.lockouts.list(in: gateway.client.tenant, subject: user.rawValue)
            }
            return Dictionary(counters.map { ($0.kind, $0.failures) }, uniquingKeysWith: +)
        }
        for number in 0..<12 {
            #expect(try await gateway.code(Self.request("mia", "Wrong-Harbour-\(number)-lamp").datagram) == 3)
        }
        #expect(try await gateway.code(Self.request("mia", TestHouse.password).datagram) == 3)
        #expect(try await failures() == [.unfamiliar: 10])
        var told = try Self.request("mia", "Wrong-Harbour-99-lamp")
        told.add(.callingStation, Array("192.0.2.30".utf8))
        #expect(try await gateway.code(told.datagram) == 3)
        #expect(try await failures() == [.unfamiliar: 10, .familiar: 1])
        var right = try Self.request("mia", TestHouse.password)
        right.add(.callingStation, Array("192.0.2.30".utf8))
        #expect(try await gateway.code(right.datagram) == 2)
    }

    @Test func `RFC 5997 a client that asks whether anybody is there is answered`() async throws {
        let gateway = try await Gateway(defaults: true)
        let asked = RADIUSRequest(secret: Self.secret, code: 12)
        #expect(try await gateway.code(asked.datagram) == 2)
        #expect(try await gateway.code(RADIUSRequest(secret: "another-secret-of-a-stranger", code: 12).datagram) == nil)
    }

    @Test func `clients are added by who manages the organization, once for a range, with a long secret`() async throws
    {
        let gateway = try await Gateway(defaults: true)
        let caller = try await gateway.house.operatorCaller()
        let add = AddRADIUSClient(gateway.house.tools)
        await #expect(throws: ActionError.conflict(.nameTaken)) {
            try await add(name: "Again", range: "192.0.2.0/24", by: caller)
        }
        await #expect(throws: ActionError.invalid([FieldProblem("secret", .notAllowed)])) {
            try await add(name: "Short", range: "10.0.0.1", secret: "fifteen-letters", by: caller)
        }
        await #expect(throws: ActionError.invalid([FieldProblem("range", .malformed)])) {
            try await add(name: "Where", range: "10.0.0.1/8", by: caller)
        }
        let made = try await add(name: "Fresh", range: "192.0.2.7", by: caller)
        #expect(made.secret.utf8.count == 48)
        // The narrower range wins.
        #expect(try await gateway.code(Self.request("mia", "x", secret: made.secret).datagram) == 3)
        #expect(try await ListRADIUSClients(gateway.house.tools)(by: caller).count == 2)
        try await RenameRADIUSClient(gateway.house.tools)(made.client.id, to: "Fresher", by: caller)
        await #expect(throws: ActionError.conflict(.alreadyDone)) {
            try await RenameRADIUSClient(gateway.house.tools)(made.client.id, to: "Fresher", by: caller)
        }
        await #expect(throws: ActionError.invalid([FieldProblem("secret", .notAllowed)])) {
            try await ReplaceRADIUSSecret(gateway.house.tools)(made.client.id, secret: "fifteen-letters", by: caller)
        }
        let other = try await ReplaceRADIUSSecret(gateway.house.tools)(made.client.id, by: caller)
        // The old one counts no more.
        #expect(try await gateway.code(Self.request("mia", "x", secret: made.secret).datagram) == nil)
        #expect(try await gateway.code(Self.request("mia", "x", secret: other.secret).datagram) == 3)
        #expect(try await ListRADIUSClients(gateway.house.tools)(by: caller).map(\.name) == ["Harbour VPN", "Fresher"])
        try await RemoveRADIUSClient(gateway.house.tools)(made.client.id, by: caller)
        #expect(try await gateway.code(Self.request("mia", "x", secret: other.secret).datagram) == nil)
        let reader = Caller(
            identity: .user(gateway.member.id, name: "mia", session: ID("")), tenant: caller.tenant, correlationID: "c")
        await #expect(throws: ActionError.forbidden(.forbidden(.noRole))) {
            try await RemoveRADIUSClient(gateway.house.tools)(gateway.client.id, by: reader)
        }
        // Who may not is told nothing of what was wrong with the form, and the refusal is in the log.
        await #expect(throws: ActionError.forbidden(.forbidden(.noRole))) {
            try await add(name: "", range: "nowhere", by: reader)
        }
        await #expect(throws: ActionError.forbidden(.forbidden(.noRole))) {
            try await RenameRADIUSClient(gateway.house.tools)(gateway.client.id, to: "", by: reader)
        }
        await #expect(throws: ActionError.forbidden(.forbidden(.noRole))) {
            try await ReplaceRADIUSSecret(gateway.house.tools)(gateway.client.id, secret: "short", by: reader)
        }
    }
}
