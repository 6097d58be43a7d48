import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletDirectory
import MartletServer
import MartletStore
import MartletTesting
import NIOCore
import Synchronization
import Testing

/// `/readyz`: what a load balancer is told about this node.
@Suite struct `The readiness of a node` {
    @Test func `a node is ready before and after its set-up`() async throws {
        let house = try await TestHouse()
        try await house.serve { client in
            let before = try await client.execute(uri: "/readyz", method: .get)
            #expect(before.status == .ok && before.text == "{\"status\":\"ready\"}")
            #expect(before.headers[.cacheControl] == "no-store")
        }
        _ = try await house.setUp()
        let part = await CheckReadiness(house.tools)()
        #expect(part == nil)
    }

    @Test func `a database of another program is a schema that is not ready`() async throws {
        let engine = try SQLiteEngine(path: ":memory:")
        let house = try await TestHouse(engine: engine)
        let ready = await CheckReadiness(house.tools)()
        #expect(ready == nil)
        try await engine.write { _ = try $0.execute("DELETE FROM schema_migrations WHERE number = 3", []) }
        let part = await CheckReadiness(house.tools)()
        #expect(part == .schema)
    }

    @Test func `a store that is closed is not ready, and the answer says no more`() async throws {
        let house = try await TestHouse()
        await house.store.close()
        try await house.serve { client in
            let answer = try await client.execute(uri: "/readyz", method: .get)
            #expect(answer.status == .serviceUnavailable && answer.text == "{\"status\":\"store\"}")
        }
    }

    @Test func `an organisation without a signing key, or with a sealing key of another, is not ready`() async throws {
        let house = try await TestHouse()
        _ = try await house.setUp()
        let tenant = try #require(try await house.store.read { try $0.tenants.first() })
        let keys = try await house.store.read { try $0.signingKeys.list(in: tenant.id) }
        let key = try #require(keys.first)
        try await house.store.write { _ = try $0.signingKeys.delete(key.keyID, in: tenant.id) }
        let part = await CheckReadiness(house.tools)()
        #expect(part == .keys)
        try await house.store.write { try $0.signingKeys.insert(key) }
        house.tools.keyRing.forget(tenant.id)
        let again = await CheckReadiness(house.tools)()
        #expect(again == nil)
    }

    @Test(arguments: [(-31, true), (-30, false), (30, false), (31, true)])
    func `clocks that are more than 30 seconds apart are not ready`(seconds: Int, isApart: Bool) async throws {
        let engine = SkewedEngine(base: try SQLiteEngine(path: ":memory:"))
        let house = try await TestHouse(engine: engine)
        engine.show(house.now + .seconds(seconds))
        let part = await CheckReadiness(house.tools)()
        #expect(part == (isApart ? .clock : nil))
    }

    @Test func `a node that ends is not ready, and tells clients to come no more on their connection`() async throws {
        let readiness = Readiness { nil }
        let before = await readiness()
        #expect(before == nil)
        readiness.stop()
        let after = await readiness()
        #expect(after == .stopping && readiness.isStopping)
    }

    @Test func `however many ask, the store is asked once a second`() async throws {
        let probes = Mutex(0)
        let readiness = Readiness(freshness: .seconds(60)) {
            probes.withLock { $0 += 1 }
            return .keys
        }
        await withTaskGroup(of: CheckReadiness.Part?.self) { group in
            for _ in 0..<200 { group.addTask { await readiness() } }
            for await part in group { #expect(part == .keys) }
        }
        #expect(probes.withLock { $0 } == 1)
    }

    @Test func `a store that hangs keeps nobody waiting, and is not asked again until it answers`() async throws {
        let probes = Mutex(0)
        let (gate, open) = AsyncStream<Void>.makeStream()
        let readiness = Readiness(freshness: .zero, patience: .milliseconds(20)) {
            probes.withLock { $0 += 1 }
            for await _ in gate { break }
            return nil
        }
        for _ in 0..<3 {
            let part = await readiness()
            #expect(part == .store)
        }
        #expect(probes.withLock { $0 } == 1)
        open.finish()
        while await readiness() != nil { await Task.yield() }
    }
}

extension TestResponse {
    /// The body as text.
    var text: String { String(buffer: body) }
}

/// SQLite in memory with the clock of another machine.
private final class SkewedEngine: SQLEngine {
    private let base: SQLiteEngine
    private let shown = Mutex<Timestamp?>(nil)

    init(base: SQLiteEngine) { self.base = base }

    func show(_ time: Timestamp) { shown.withLock { $0 = time } }

    func read<R: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> R) async throws -> R {
        let time = shown.withLock { $0 }
        return try await base.read { try body(SkewedConnection(base: $0, time: time)) }
    }

    func write<R: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> R) async throws -> R {
        try await base.write(body)
    }

    func writeAlone<R: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> R) async throws -> R {
        try await base.writeAlone(body)
    }

    func close() async { await base.close() }
}

private struct SkewedConnection: SQLConnection {
    let base: any SQLConnection
    let time: Timestamp?

    func rows(_ sql: String, _ arguments: [SQLValue]) throws -> [SQLRow] { try base.rows(sql, arguments) }
    func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int { try base.execute(sql, arguments) }
    func damage() throws -> [String] { try base.damage() }
    func clock() throws -> Timestamp? { time }
    func tables() throws -> [TableShape] { try base.tables() }
}
