import Foundation
import Testing

@testable import MartletStore

/// F10 and F12: what the embedded engine notices by itself.
@Suite struct `SQLite damage and long logs` {
    private func filled(_ path: String) async throws {
        let engine = try SQLiteEngine(path: path)
        try await engine.write { connection in
            try connection.execute("CREATE TABLE things (id BIGINT PRIMARY KEY, words TEXT)", [])
            for number in 0..<200 {
                try connection.execute(
                    "INSERT INTO things VALUES ($1, $2)",
                    [.integer(Int64(number)), .text(String(repeating: "w", count: 400))])
            }
        }
        await engine.close()
    }

    @Test func `a file that is no database is damaged, and an empty one is a new database`() async throws {
        try await withTemporaryFolder { folder in
            try Data(repeating: 0x41, count: 8192).write(to: URL(filePath: folder + "/text"))
            let error = #expect(throws: StoreError.self) { try SQLiteEngine(path: folder + "/text") }
            guard case .damaged = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            try Data().write(to: URL(filePath: folder + "/empty"))
            let engine = try SQLiteEngine(path: folder + "/empty")
            try engine.inspect()
            await engine.close()
        }
    }

    @Test func `a page of zeros is found by the inspection`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/store.db"
            try await filled(path)
            let whole = try SQLiteEngine(path: path)
            try whole.inspect()
            await whole.close()

            var bytes = try Data(contentsOf: URL(filePath: path))
            bytes.replaceSubrange(4096 * 5..<4096 * 6, with: Data(count: 4096))
            try bytes.write(to: URL(filePath: path))
            let engine = try SQLiteEngine(path: path)
            #expect(throws: StoreError.self) { try engine.inspect() }
            await engine.close()
        }
    }

    @Test func `a log is emptied unless somebody reads an older state`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/store.db"
            let writer = try SQLiteConnection(path: path, isWriter: true)
            try writer.run("CREATE TABLE things (id BIGINT)")
            let reader = try SQLiteConnection(path: path, isWriter: false)
            try reader.inSnapshot { snapshot in
                _ = try snapshot.rows("SELECT id FROM things", [])
                try writer.run("INSERT INTO things VALUES (1)")
                #expect(!writer.emptyLog(waiting: 1))
            }
            #expect(writer.emptyLog(waiting: 1))
            #expect(writer.logPages == 0)
            #expect(writer.failureOfSync == nil)
        }
    }

    @Test func `a long log is tried again as it grows, and raised as it doubles`() {
        let long = GroupCommitWriter.longLog
        var watch = LogWatch()
        var tried: [Int] = []
        var raised: [Int] = []
        for pages in [long - 1, long, long + 1, long + long / 8, long * 2, 10, long] {
            if watch.mustEmpty(pages) { tried.append(pages) }
            if watch.mustRaise(pages) { raised.append(pages) }
        }
        // Once it is short, it all begins anew.
        #expect(tried == [long, long + long / 8, long * 2, long])
        #expect(raised == [long, long * 2, long])
    }
}
