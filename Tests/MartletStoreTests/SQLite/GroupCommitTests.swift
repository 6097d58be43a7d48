import MartletDirectory
import Synchronization
import Testing

@testable import MartletStore

/// What the writer does with one batch, step by step and without threads.
@Suite struct `Group commit` {
    /// What each caller was told, in order.
    private final class Told: Sendable {
        private let answers = Mutex<[String]>([])

        var all: [String] { answers.withLock { $0 } }

        /// A job of the name `name` that runs `body`.
        func job(_ name: String, _ body: @escaping @Sendable (SQLiteConnection) throws -> Void) -> WriteJob {
            WriteJob(
                run: { connection in
                    try body(connection)
                    return { error in self.note(error == nil ? "\(name) done" : "\(name) lost") }
                },
                fail: { _ in self.note("\(name) refused") })
        }

        private func note(_ answer: String) { answers.withLock { $0.append(answer) } }
    }

    private struct Refused: Error {}

    private func withConnections(
        _ body: (_ writer: SQLiteConnection, _ other: SQLiteConnection) throws -> Void
    )
        async throws
    {
        try await withTemporaryFolder { folder in
            let writer = try SQLiteConnection(path: folder + "/store.db", isWriter: true)
            try writer.execute("CREATE TABLE parents (id BIGINT NOT NULL PRIMARY KEY)", [])
            try writer.execute("CREATE TABLE things (id BIGINT NOT NULL PRIMARY KEY REFERENCES parents (id))", [])
            try writer.execute("INSERT INTO parents VALUES (1), (2), (3), (4)", [])
            try body(writer, try SQLiteConnection(path: folder + "/store.db", isWriter: false))
        }
    }

    private static func insert(_ number: Int) -> @Sendable (SQLiteConnection) throws -> Void {
        { try $0.execute("INSERT INTO things VALUES ($1)", [.number(number)]) }
    }

    @Test func `nobody is told before the commit, and everybody after it`() async throws {
        try await withConnections { (writer, other) throws in
            let told = Told()
            writer.commitTogether([
                told.job("first", Self.insert(1)),
                told.job("spy") { (_) throws in
                    #expect(told.all.isEmpty)
                    #expect(try other.rows("SELECT id FROM things", []).isEmpty)
                },
                told.job("last", Self.insert(2)),
            ])
            #expect(told.all == ["first done", "spy done", "last done"])
            #expect(try other.rows("SELECT id FROM things", []).count == 2)
        }
    }

    @Test func `a failing body undoes only itself`() async throws {
        try await withConnections { (writer, other) throws in
            let told = Told()
            writer.commitTogether([
                told.job("first", Self.insert(1)),
                told.job("thrower") { connection in
                    try Self.insert(2)(connection)
                    throw Refused()
                },
                told.job("breaker") { connection in
                    try Self.insert(3)(connection)
                    try Self.insert(1)(connection)
                },
                told.job("last", Self.insert(4)),
            ])
            #expect(Set(told.all) == ["first done", "thrower refused", "breaker refused", "last done"])
            #expect(try other.rows("SELECT id FROM things", []).map(\.values) == [[.integer(1)], [.integer(4)]])
        }
    }

    @Test func `a commit that fails is nobody's success`() async throws {
        try await withConnections { (writer, other) throws in
            let told = Told()
            writer.commitTogether([
                told.job("first", Self.insert(1)),
                told.job("orphan") { connection in
                    try connection.execute("PRAGMA defer_foreign_keys=ON", [])
                    try Self.insert(99)(connection)
                },
            ])
            #expect(told.all == ["first lost", "orphan lost"])
            #expect(try other.rows("SELECT id FROM things", []).isEmpty)
            writer.commitTogether([told.job("next", Self.insert(1))])
            #expect(told.all.last == "next done")
        }
    }

    @Test func `a transaction that SQLite gave up is everybody's failure`() async throws {
        try await withConnections { (writer, other) throws in
            let told = Told()
            writer.commitTogether([
                told.job("first", Self.insert(1)),
                told.job("breaker") { connection in
                    // What SQLite does by itself when the disk fails.
                    try connection.execute("ROLLBACK", [])
                    throw Refused()
                },
                told.job("last", Self.insert(2)),
            ])
            #expect(Set(told.all) == ["first lost", "breaker refused", "last refused"])
            #expect(try other.rows("SELECT id FROM things", []).isEmpty)
        }
    }

    @Test func `a read keeps its snapshot while another connection commits`() async throws {
        try await withConnections { (writer, other) throws in
            try other.inSnapshot { (snapshot) throws in
                #expect(try snapshot.rows("SELECT id FROM things", []).isEmpty)
                writer.commitTogether([Told().job("first", Self.insert(1))])
                #expect(try snapshot.rows("SELECT id FROM things", []).isEmpty)
            }
            #expect(try other.inSnapshot { try $0.rows("SELECT id FROM things", []) }.count == 1)
        }
    }

    @Test func `a queue that is full refuses at once`() async throws {
        // The thread is not started, so nothing leaves the queue.
        let measures = StoreMeasures()
        let slot = ConnectionSlot(try SQLiteConnection(path: ":memory:", isWriter: true))
        let writer = GroupCommitWriter(slot, measures: measures)
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0...GroupCommitWriter.queueLimit {
                group.addTask {
                    do {
                        return try await writer.write { _ in true }
                    } catch {
                        #expect(error as? StoreError == .unavailable("the write queue is full"))
                        return false
                    }
                }
            }
            #expect(await group.next() == false)
            writer.start()
            #expect(await group.reduce(into: 0) { $0 += $1 ? 1 : 0 } == GroupCommitWriter.queueLimit)
        }
        await writer.close()
    }
}
