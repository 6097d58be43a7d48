import Foundation
import Synchronization
import Testing

@testable import MartletStore

/// What PostgreSQL adds to an engine: other nodes, connections that break, and collisions.
@Suite(.enabled(if: ConformanceEngine.postgresAddress != nil, "scripts/with-postgres starts a server"))
struct `PostgreSQL engine` {
    /// Two engines on one new schema with a table of one counter, as two nodes are.
    private func withNodes(
        _ change: (inout PostgresSettings) -> Void = { _ in },
        _ body: (_ one: PostgresEngine, _ other: PostgresEngine) async throws -> Void
    ) async throws {
        let address = try ConformanceEngine.newSchema(at: #require(ConformanceEngine.postgresAddress))
        var settings = PostgresSettings(address: address, connections: 4)
        // Who waits for what is asked where it is asked, not wherever the machine is busy.
        settings.queueDeadline = .seconds(120)
        settings.exchangeDeadline = .seconds(120)
        settings.idleDeadline = .seconds(120)
        let other = try PostgresEngine(settings)
        change(&settings)
        let one = try PostgresEngine(settings)
        try await other.write { connection in
            try connection.execute("CREATE TABLE things (id TEXT NOT NULL PRIMARY KEY, number BIGINT)", [])
            try connection.execute("INSERT INTO things (id, number) VALUES ('counter', 0)", [])
        }
        do {
            try await body(one, other)
        } catch {
            await one.close()
            await other.close()
            throw error
        }
        await one.close()
        await other.close()
    }

    private static func count(_ connection: any SQLConnection) throws -> Int {
        try connection.number("SELECT number FROM things WHERE id = 'counter'", [], "number")
    }

    private static func process(_ connection: any SQLConnection) throws -> Int {
        try connection.number("SELECT pg_backend_pid() AS process", [], "process")
    }

    private static func end(_ process: Int, on connection: any SQLConnection) throws {
        _ = try connection.rows("SELECT pg_terminate_backend(CAST($1 AS INTEGER)) AS ended", [.number(process)])
    }

    @Test func `F18 two nodes that read and then write lose no update`() async throws {
        try await withNodes { (one, other) throws in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<200 {
                    group.addTask {
                        try await (index.isMultiple(of: 2) ? one : other).write { connection in
                            let number = try Self.count(connection)
                            try connection.execute("UPDATE things SET number = $1", [.number(number + 1)])
                        }
                    }
                }
                try await group.waitForAll()
            }
            let number = try await one.read(Self.count)
            #expect(number == 200)
        }
    }

    @Test func `F18 a skew that snapshots alone would allow is not possible`() async throws {
        try await withNodes { (one, other) throws in
            try await one.write { connection in
                try connection.execute("INSERT INTO things (id, number) VALUES ('a', 1), ('b', 1)", [])
            }
            // Each takes itself out if the other is still there: at least one must stay.
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (engine, own) in [(one, "a"), (other, "b")] {
                    group.addTask {
                        try await engine.write { connection in
                            let others = try connection.number(
                                "SELECT COUNT(*) AS number FROM things WHERE id <> $1 AND id <> 'counter'",
                                [.text(own)], "number")
                            _ = try connection.rows("SELECT pg_sleep(0.05)", [])
                            if others > 0 { try connection.execute("DELETE FROM things WHERE id = $1", [.text(own)]) }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let left = try await one.read {
                try $0.number("SELECT COUNT(*) AS number FROM things WHERE id <> 'counter'", [], "number")
            }
            #expect(left == 1)
        }
    }

    @Test func `F18 what collides for ever is given up after three more attempts`() async throws {
        try await withNodes { (one, _) throws in
            let runs = Atomic<Int>(0)
            await #expect(throws: StoreError.self) {
                try await one.write { connection in
                    runs.add(1, ordering: .relaxed)
                    _ = try connection.rows(
                        "SELECT 1 AS one FROM things WHERE number = 0", [])
                    try connection.execute("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40001'; END $$", [])
                }
            }
            #expect(runs.load(ordering: .relaxed) == 4)
            let number = try await one.write(Self.count)
            #expect(number == 0)
        }
    }

    @Test func `F03 a connection that ends before the commit costs a second run and no more`() async throws {
        try await withNodes { (one, other) throws in
            let runs = Atomic<Int>(0)
            let victims = Mutex<[Int]>([])
            try await one.write { connection in
                let run = runs.add(1, ordering: .relaxed).newValue
                let process = try Self.process(connection)
                victims.withLock { $0.append(process) }
                let number = try Self.count(connection)
                try connection.execute("UPDATE things SET number = $1", [.number(number + 1)])
                if run == 1 { try connection.execute("SELECT pg_terminate_backend(pg_backend_pid())", []) }
            }
            #expect(runs.load(ordering: .relaxed) == 2)
            #expect(Set(victims.withLock { $0 }).count == 2, "the second run had a connection of its own")
            let number = try await other.read(Self.count)
            #expect(number == 1)
        }
    }

    @Test func `F03 connections that ended while they were idle are noticed and replaced`() async throws {
        try await withNodes { (one, other) throws in
            let process = try await one.read(Self.process)
            try await other.write { try Self.end(process, on: $0) }
            for _ in 0..<8 {
                let number = try await one.read(Self.count)
                #expect(number == 0)
            }
        }
    }

    @Test func `F15 a commit whose answer is lost is looked up, not guessed`() async throws {
        try await withNodes { (one, _) throws in
            let address = try #require(ConformanceEngine.postgresAddress)
            let (number, process) = try await one.write { connection in
                try connection.execute("UPDATE things SET number = 1", [])
                let number = try connection.first("SELECT CAST(pg_current_xact_id() AS TEXT) AS number", []) {
                    try $0.text("number")
                }
                return (try #require(number), try Self.process(connection))
            }
            let link = try PostgresLink.open(.patient(address: address))
            let committed = try link.fate(of: number, begunBy: Int32(process), on: link.timeline, crashMark: "")
            #expect(committed == .committed)
            // After a crash the number may be somebody else's, and is nobody's answer any more (F06).
            let afterCrash = try link.fate(
                of: number, begunBy: Int32(process), on: link.timeline, crashMark: "another")
            #expect(afterCrash == .forgotten)
            let undone = Mutex("")
            await #expect(throws: StoreError.self) {
                try await one.write { connection in
                    let number = try connection.first("SELECT CAST(pg_current_xact_id() AS TEXT) AS number", []) {
                        try $0.text("number")
                    }
                    undone.withLock { $0 = number ?? "" }
                    throw StoreError.conflict("on purpose")
                }
            }
            let fate = try link.fate(of: undone.withLock { $0 }, begunBy: 0, on: link.timeline, crashMark: "")
            #expect(fate == .undone)
        }
    }

    @Test func `F06 connections with no crash between them have one mark, and a crash makes another`() throws {
        let address = try ConformanceEngine.newSchema(at: #require(ConformanceEngine.postgresAddress))
        let link = try PostgresLink.open(.patient(address: address))
        try PostgresTurns.prepare(link)
        let mark = try PostgresCrashes.mark(link)
        let other = try PostgresCrashes.mark(try PostgresLink.open(.patient(address: address)))
        #expect(mark == other && !mark.isEmpty)
        // What the server's recovery does to an unlogged table.
        try link.exchange([.init(sql: "TRUNCATE \(PostgresCrashes.table)", isKept: false)])
        let later = try PostgresCrashes.mark(link)
        #expect(later != mark)
    }

    @Test func `F15 who is gone with an open transaction is ended, so that its fate is known`() throws {
        let address = try ConformanceEngine.newSchema(at: #require(ConformanceEngine.postgresAddress))
        let link = try PostgresLink.open(.patient(address: address))
        try PostgresTurns.prepare(link)
        let connection = PostgresConnection(try PostgresLink.open(.patient(address: address)), .writing)
        let process = try Self.process(connection)
        let number = try #require(connection.transactionID)
        var fates: [PostgresLink.Fate] = []
        for _ in 0..<1000 where fates.last != .undone {
            fates.append(try link.fate(of: number, begunBy: Int32(process), on: link.timeline, crashMark: ""))
        }
        #expect(fates.last == .undone)
    }

    @Test func `F13 a statement that does not answer in time is given up, and the next one works`() async throws {
        try await withNodes({ $0.exchangeDeadline = .seconds(10) }) { (one, _) throws in
            _ = try await one.read(Self.count)
            let error = await #expect(throws: StoreError.self) {
                try await one.read { try $0.rows("SELECT pg_sleep(60)", []) }
            }
            guard case .unavailable = error else {
                Issue.record("not unavailable: \(String(describing: error))")
                return
            }
            let number = try await one.read(Self.count)
            #expect(number == 0)
        }
    }

    @Test func `F13 a queue that is full refuses, and who waits too long is told`() async throws {
        try await withNodes({
            $0.connections = 1
            $0.queueLimit = 3
            $0.queueDeadline = .seconds(5)
        }) { (one, _) throws in
            // The one connection is there before the eight want it.
            _ = try await one.read(Self.count)
            let refusals = await withTaskGroup(of: String?.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        do {
                            _ = try await one.read { try $0.rows("SELECT pg_sleep(4)", []) }
                            return nil
                        } catch {
                            return "\(error)"
                        }
                    }
                }
                return await group.reduce(into: [String]()) { if let text = $1 { $0.append(text) } }
            }
            #expect(refusals.contains { $0.contains("too many transactions wait") })
            #expect(refusals.contains { $0.contains("became free in time") })
            #expect(refusals.count < 8)
            let number = try await one.read(Self.count)
            #expect(number == 0)
        }
    }

    /// Whether somebody is alone, and how often another met them.
    private final class Encounter: Sendable {
        private let state = Mutex((isAlone: false, count: 0))

        var count: Int { state.withLock { $0.count } }

        func setAlone(_ isAlone: Bool) { state.withLock { $0.isAlone = isAlone } }

        func look() { state.withLock { if $0.isAlone { $0.count += 1 } } }
    }

    @Test func `who writes alone meets nobody's changes, and nobody meets theirs half way`() async throws {
        try await withNodes { (one, other) throws in
            let seen = Encounter()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        try await other.write { connection in
                            _ = try Self.count(connection)
                            seen.look()
                        }
                    }
                }
                group.addTask {
                    try await one.writeAlone { connection in
                        _ = try Self.count(connection)
                        seen.setAlone(true)
                        _ = try connection.rows("SELECT pg_sleep(0.1)", [])
                        seen.setAlone(false)
                    }
                }
                try await group.waitForAll()
            }
            #expect(seen.count == 0)
        }
    }
}
