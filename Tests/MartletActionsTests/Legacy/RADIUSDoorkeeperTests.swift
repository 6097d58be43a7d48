import MartletCredentials
import MartletDirectory
import MartletStore
import MartletTesting
import Synchronization
import Testing

@testable import MartletActions

@Suite struct `What the RADIUS door hears` {
    private static let secret = "sixteen-characters-and-more"

    /// An engine that counts what is read of it.
    private final class CountingEngine: SQLEngine {
        private let inner: any SQLEngine
        private let count = Mutex(0)
        var reads: Int { count.withLock { $0 } }

        init(_ inner: any SQLEngine) { self.inner = inner }

        func read<R: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> R) async throws -> R {
            count.withLock { $0 += 1 }
            return try await inner.read(body)
        }

        func write<R: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> R) async throws -> R {
            try await inner.write(body)
        }

        func writeAlone<R: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> R) async throws -> R {
            try await inner.writeAlone(body)
        }

        func close() async { await inner.close() }
    }

    private static func packet(_ password: String = TestHouse.password, secret: String = secret) -> RADIUSRequest {
        var request = RADIUSRequest(secret: secret)
        request.add(.userName, Array("mia".utf8))
        request.addPassword(password)
        return request
    }

    private static func house(_ engine: (any SQLEngine)? = nil) async throws -> (TestHouse, RADIUSClient) {
        let house = try await TestHouse(engine: engine)
        _ = try await house.setUp()
        let client = try await AddRADIUSClient(house.tools)(
            name: "Harbour VPN", range: "192.0.2.0/24", secret: secret, by: try await house.operatorCaller()
        ).client
        return (house, client)
    }

    @Test func `A084 what no box vouches for costs no read of the store each time`() async throws {
        let engine = CountingEngine(try await TestEngine.make())
        let (house, _) = try await Self.house(engine)
        let answer = AnswerRADIUS(house.tools, doorkeeper: RADIUSDoorkeeper())
        let (good, wrong) = (Self.packet(), Self.packet(secret: "another-secret-of-a-stranger"))
        let before = engine.reads
        let cut = Array(good.datagram.dropLast())
        let accounting: [UInt8] = [4] + good.datagram.dropFirst()
        for datagram in [good.unsigned, [1, 2, 3], cut, accounting] {
            #expect(try await answer(datagram, from: "192.0.2.7") != .silence(.unknownClient))
        }
        // Nothing that is no whole, signed request leads to a look at the boxes.
        #expect(engine.reads == before)
        for number in 0..<100 {
            #expect(try await answer(good.datagram, from: "198.51.100.\(number)") == .silence(.unknownClient))
            #expect(try await answer(wrong.datagram, from: "192.0.2.7") == .silence(.wrongSecret))
        }
        #expect(engine.reads == before + 1)
        guard case .answer = try await answer(good.datagram, from: "192.0.2.7") else {
            Issue.record("the box is answered")
            return
        }
    }

    @Test
    func `a box that is added is heard in two seconds, and one that is removed is not heard from the next packet on`()
        async throws
    {
        let (house, client) = try await Self.house()
        let caller = try await house.operatorCaller()
        let answer = AnswerRADIUS(house.tools, doorkeeper: RADIUSDoorkeeper())
        let datagram = Self.packet().datagram
        #expect(try await answer(datagram, from: "203.0.113.9") == .silence(.unknownClient))
        try await RemoveRADIUSClient(house.tools)(client.id, by: caller)
        #expect(try await answer(datagram, from: "192.0.2.7") == .silence(.unknownClient))
        _ = try await AddRADIUSClient(house.tools)(
            name: "Other", range: "203.0.113.9", secret: Self.secret, by: caller)
        #expect(try await answer(datagram, from: "203.0.113.9") == .silence(.unknownClient))
        house.clock.advance(by: .seconds(2))
        guard case .answer(let bytes) = try await answer(datagram, from: "203.0.113.9") else {
            Issue.record("the new box is answered")
            return
        }
        #expect(bytes[0] == 3)
    }

    @Test func `A079 a box may ask six hundred times in a minute, and a stranger uses none of that up`() async throws {
        let (house, _) = try await Self.house()
        let answer = AnswerRADIUS(house.tools, doorkeeper: RADIUSDoorkeeper())
        let wrong = Self.packet(secret: "another-secret-of-a-stranger").datagram
        for _ in 0..<700 { #expect(try await answer(wrong, from: "192.0.2.7") == .silence(.wrongSecret)) }
        // RFC 5997: asks for nothing but an answer.
        let asked = RADIUSRequest(secret: Self.secret, code: 12).datagram
        var answered = 0
        for _ in 0..<700 {
            if case .answer = try await answer(asked, from: "192.0.2.7") { answered += 1 }
        }
        #expect(answered == RADIUSDoorkeeper.mostOfBox)
        #expect(try await answer(Self.packet().datagram, from: "192.0.2.7") == .silence(.tooMany))
        house.clock.advance(by: .minutes(1))
        #expect(try await answer(Self.packet().datagram, from: "192.0.2.7") != .silence(.tooMany))
    }

    @Test func `of one box sixteen requests are worked on at a time, and the others' find room`() {
        let doorkeeper = RADIUSDoorkeeper()
        let (one, other) = (ID<RADIUSClient>("one"), ID<RADIUSClient>("other"))
        let now = Timestamp(seconds: 1_700_000_000)
        for _ in 0..<16 { #expect(doorkeeper.admit(one, at: now)) }
        #expect(!doorkeeper.admit(one, at: now))
        #expect(doorkeeper.admit(other, at: now))
        doorkeeper.leave(one)
        #expect(doorkeeper.admit(one, at: now))
    }
}
