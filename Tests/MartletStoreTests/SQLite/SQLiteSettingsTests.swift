import Foundation
import Testing

@testable import MartletStore

@Suite struct `SQLite settings` {
    private func setting(_ name: String, of connection: any SQLConnection) throws -> SQLValue {
        var row = try #require(try connection.rows("PRAGMA \(name)", []).first)
        return try row.value(name == "busy_timeout" ? "timeout" : name)
    }

    @Test func `the writer syncs at every commit, keeps a log, and holds foreign keys`() async throws {
        try await withTemporaryFolder { folder in
            let engine = try SQLiteEngine(path: folder + "/store.db")
            try await engine.write { connection in
                // 2 is FULL: an acknowledged commit survives the loss of power.
                #expect(try setting("synchronous", of: connection) == .integer(2))
                #expect(try setting("journal_mode", of: connection) == .text("wal"))
                #expect(try setting("foreign_keys", of: connection) == .integer(1))
                #expect(try setting("busy_timeout", of: connection) == .integer(5000))
                try connection.execute("SELECT 1", [])
            }
            await engine.close()
        }
    }

    @Test func `a reader can only read`() async throws {
        try await withTemporaryFolder { folder in
            let engine = try SQLiteEngine(path: folder + "/store.db")
            try await engine.read { (connection) throws in
                #expect(try setting("query_only", of: connection) == .integer(1))
                #expect(try setting("journal_mode", of: connection) == .text("wal"))
            }
            await engine.close()
        }
    }

    @Test func `the files of a store are for their owner alone`() async throws {
        try await withTemporaryFolder { folder in
            let engine = try SQLiteEngine(path: folder + "/store.db")
            try await engine.write { try $0.execute("CREATE TABLE things (id BIGINT)", []) }
            for file in ["store.db", "store.db-wal", "store.db-shm"] {
                let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(file)")
                #expect(attributes[.posixPermissions] as? Int == 0o600, "\(file)")
            }
            await engine.close()
        }
    }

    @Test func `a folder that is not there, and a file that is not a database, are unavailable`() async throws {
        try await withTemporaryFolder { folder in
            #expect(throws: StoreError.self) { try SQLiteEngine(path: folder + "/none/store.db") }
            #expect(throws: StoreError.self) { try SQLiteEngine(path: folder) }
        }
    }
}
