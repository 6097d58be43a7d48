import Synchronization
import Testing

@testable import MartletStore

/// F17: what a node concludes when its database goes on from another history. `tests/faults` promotes real replicas.
@Suite(.enabled(if: ConformanceEngine.postgresAddress != nil, "scripts/with-postgres starts a server"))
struct `Failover on PostgreSQL` {
    private static let first = PostgresTimeline(cluster: "1", number: 1)
    private static let second = PostgresTimeline(cluster: "1", number: 2)

    /// A connection to a new schema.
    private static func link() throws -> PostgresLink {
        let address = try ConformanceEngine.newSchema(at: #require(ConformanceEngine.postgresAddress))
        let link = try PostgresLink.open(.patient(address: address))
        try PostgresTurns.prepare(link)
        return link
    }

    /// Arrives and says what came of it, and whether everything was ended.
    private static func arrive(
        _ link: PostgresLink, at timeline: PostgresTimeline, from left: PostgresTimeline?, told: [Int64] = []
    ) throws -> (failover: StoreFailover?, hasEnded: Bool) {
        let ended = Mutex(false)
        let answer = FailoverAnswer(mend: { _, _ in ended.withLock { $0 = true } }, announce: { _ in })
        let failover = try PostgresArrival(at: timeline, from: left, acknowledged: told).judge(link, answer)
        return (failover, ended.withLock { $0 })
    }

    /// Writes something, which is kept or undone, and gives the transaction's number.
    private static func number(_ link: PostgresLink, isKept: Bool) throws -> Int64 {
        let connection = PostgresConnection(link, .writing)
        try connection.execute("CREATE TABLE thing\(isKept) (id BIGINT)", [])
        if isKept { try connection.commit() } else { try connection.rollback() }
        let number = try #require(connection.transactionID.flatMap { Int64($0) })
        try awaitOldest(link, after: number)
        return number
    }

    /// Waits until no older transaction is under way: other suites use the cluster too, and a history would seem to
    /// begin at the oldest of theirs.
    private static func awaitOldest(_ link: PostgresLink, after number: Int64) throws {
        var oldest: Int64 = 0
        for _ in 0..<2000 where oldest <= number {
            let connection = PostgresConnection(link, .reading)
            oldest = Int64(
                try connection.number(
                    "SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT) AS oldest", [],
                    "oldest"))
            _ = try connection.rows("SELECT pg_sleep(0.005)", [])
            try connection.commit()
        }
    }

    @Test func `F17 the first node on a new database has nothing to fear`() throws {
        let link = try Self.link()
        let (failover, hasEnded) = try Self.arrive(link, at: Self.first, from: nil)
        #expect(failover == nil && !hasEnded)
        let (again, _) = try Self.arrive(link, at: Self.first, from: nil)
        #expect(again == nil)
    }

    @Test func `F17 what was acknowledged and is there ends nothing`() throws {
        let link = try Self.link()
        _ = try Self.arrive(link, at: Self.first, from: nil)
        let told = try Self.number(link, isKept: true)
        let (failover, hasEnded) = try Self.arrive(link, at: Self.second, from: Self.first, told: [told])
        #expect(failover?.loss == StoreFailover.Loss.none)
        #expect(!hasEnded)
    }

    @Test func `F17 what was acknowledged and is undone ends everything, once`() throws {
        let link = try Self.link()
        _ = try Self.arrive(link, at: Self.first, from: nil)
        let told = [try Self.number(link, isKept: true), try Self.number(link, isKept: false)]
        let (failover, hasEnded) = try Self.arrive(link, at: Self.second, from: Self.first, told: told)
        #expect(failover == StoreFailover(left: "1/1", reached: "1/2", loss: .some, endsEverything: true))
        #expect(hasEnded)
        // Another node that finds the same.
        let (other, endedAgain) = try Self.arrive(link, at: Self.second, from: Self.first, told: told)
        #expect(other?.loss == .some && other?.endsEverything == false)
        #expect(!endedAgain)
    }

    @Test func `F17 a number that the new history gave to another transaction is missing`() throws {
        let link = try Self.link()
        _ = try Self.arrive(link, at: Self.first, from: nil)
        // The first node arrives and lost nothing; whatever is committed from here on belongs to the new history.
        let (early, _) = try Self.arrive(link, at: Self.second, from: Self.first)
        #expect(early?.loss == StoreFailover.Loss.none)
        let reused = try Self.number(link, isKept: true)
        let (late, hasEnded) = try Self.arrive(link, at: Self.second, from: Self.first, told: [reused])
        #expect(late?.loss == .some)
        #expect(hasEnded)
    }

    @Test func `F17 a node that has just started, or comes from another cluster, cannot know`() throws {
        let link = try Self.link()
        _ = try Self.arrive(link, at: Self.first, from: nil)
        let (started, hasEnded) = try Self.arrive(link, at: Self.second, from: nil)
        #expect(started?.loss == .unknown && hasEnded)
        // It is known from now on.
        let (restarted, _) = try Self.arrive(link, at: Self.second, from: nil)
        #expect(restarted == nil)
        let told = try Self.number(link, isKept: true)
        let elsewhere = PostgresTimeline(cluster: "2", number: 1)
        let (moved, movedEnded) = try Self.arrive(link, at: elsewhere, from: Self.second, told: [told])
        #expect(moved?.loss == .unknown && movedEnded)
    }

    @Test func `F17 an answer that fails leaves the failover unanswered`() throws {
        let link = try Self.link()
        _ = try Self.arrive(link, at: Self.first, from: nil)
        let failing = FailoverAnswer(mend: { _, _ in throw StoreError.conflict("on purpose") }, announce: { _ in })
        let arrival = PostgresArrival(at: Self.second, from: nil, acknowledged: [])
        #expect(throws: PostgresFailure.self) { try arrival.judge(link, failing) }
        let (failover, hasEnded) = try Self.arrive(link, at: Self.second, from: nil)
        #expect(failover?.loss == .unknown && hasEnded)
    }

    @Test func `F17 nothing is acknowledged on a server that was left, and nobody goes back to it`() throws {
        let link = try Self.link()
        let timelines = PostgresTimelines()
        let told = Mutex<[StoreFailover]>([])
        timelines.follow(FailoverAnswer(mend: { _, _ in }, announce: { one in told.withLock { $0.append(one) } }))
        link.timeline = Self.first
        try timelines.arrive(link, patience: .seconds(5))
        #expect(timelines.acknowledge("7", of: 1, on: Self.first))
        link.timeline = Self.second
        try timelines.arrive(link, patience: .seconds(5))
        #expect(!timelines.acknowledge("8", of: 1, on: Self.first))
        #expect(timelines.acknowledge("9", of: 1, on: Self.second))
        link.timeline = Self.first
        #expect(throws: PostgresFailure.self) { try timelines.arrive(link, patience: .seconds(5)) }
        #expect(told.withLock { $0.count } == 1)
    }

    @Test func `F15 the fate of a commit is not asked of another history`() throws {
        let link = try Self.link()
        let number = try Self.number(link, isKept: true)
        let known = try link.fate(of: String(number), begunBy: 0, on: link.timeline, crashMark: "")
        #expect(known == .committed)
        let other = try link.fate(of: String(number), begunBy: 0, on: Self.second, crashMark: "")
        #expect(other == .forgotten)
    }

    @Test func `F17 the engine keeps its own tables to itself`() throws {
        let link = try Self.link()
        _ = try Self.arrive(link, at: Self.first, from: nil)
        #expect(link.timeline.number >= 1 && link.timeline.cluster.count > 5)
        let tables = try PostgresConnection(link, .reading).tables().map(\.name)
        #expect(tables.isEmpty)
    }
}
