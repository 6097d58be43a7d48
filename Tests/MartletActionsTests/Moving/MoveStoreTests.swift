import Foundation
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

/// Moving a store from one database to another.
@Suite struct `Moving a store` {
    @Test func `every row arrives, sessions go on, and nothing on the way can be read`() async throws {
        try await Self.withFolder { folder in
            let house = try await Organization()
            let anna = try await house.add("anna", registered: true)
            _ = try await house.caller(anna)
            let source = try await Self.onFile(house, folder + "/source.db")
            let target = Store(engine: try SQLiteEngine(path: folder + "/target.db"))
            let file = MemoryFile()
            let tables = try await Self.move(source, to: target, house, by: file)
            #expect(tables == (try await target.tallies { SHA256Sum() }))
            #expect(tables == (try await house.tools.store.tallies { SHA256Sum() }))
            #expect(file.bytes.firstRange(of: Array("contoso".utf8)) == nil)
            let installation = try await target.read { try $0.installation.get() }
            #expect(installation.restored == nil && installation.setUpCompletedAt != nil)
            await source.close()
            await target.close()
        }
    }

    @Test func `a target that is used, and a source of an older schema, are refused`() async throws {
        try await Self.withFolder { folder in
            let house = try await Organization()
            let source = try await Self.onFile(house, folder + "/source.db")
            let used = try await Self.onFile(house, folder + "/used.db")
            await #expect(throws: ArchiveError.targetNotEmpty) {
                try await Self.move(source, to: used, house, by: MemoryFile())
            }
            let old = Store(engine: try SQLiteEngine(path: folder + "/old.db"))
            try await old.migrate(Array(Migration.all.dropLast()))
            let target = Store(engine: try SQLiteEngine(path: folder + "/target.db"))
            await #expect(throws: BackupError.oldSchema) {
                try await Self.move(old, to: target, house, by: MemoryFile())
            }
            #expect(try await target.isUnused())
            for store in [source, used, old, target] { await store.close() }
        }
    }

    /// A node that starts meanwhile, on either side, would go on beside the other one.
    @Test(arguments: [true, false]) func `a node that starts during a move is seen`(onSource: Bool) async throws {
        try await Self.withFolder { folder in
            let house = try await Organization()
            let plain = try await Self.onFile(house, folder + "/source.db")
            await plain.close()
            let here = ServedEngine(try SQLiteEngine(path: folder + "/source.db"))
            let there = ServedEngine(try SQLiteEngine(path: folder + "/target.db"))
            let source = Store(engine: here)
            let target = Store(engine: there)
            let file = MemoryFile()
            let move = MoveStore(from: source, to: target, ambient: house.tools.ambient)
            await #expect(throws: ArchiveError.inUse) {
                _ = try await move(
                    write: { file.sink() },
                    read: {
                        (onSource ? here : there).connect(nodes: 1)
                        return file.source()
                    })
            }
            #expect(try await target.isUnused())
            for engine in [here, there] { engine.connect(nodes: 0) }
            #expect(try await !Self.move(source, to: target, house, by: file).isEmpty)
            await source.close()
            await target.close()
        }
    }

    /// The organisation's store in a file: while a store in memory is held it cannot be read.
    private static func onFile(_ house: Organization, _ path: String) async throws -> Store {
        let file = MemoryFile()
        let header = ArchiveHeader(madeAt: house.clock.now, origin: "", migrations: [:], tables: [])
        _ = try await house.tools.store.writeArchive(header, to: { file.sink() }, digest: { SHA256Sum() })
        let store = Store(engine: try SQLiteEngine(path: path))
        try await store.fill(from: { file.source() }, digest: { SHA256Sum() })
        return store
    }

    @discardableResult
    private static func move(
        _ source: Store, to target: Store, _ house: Organization, by file: MemoryFile
    ) async throws -> [TableTally] {
        try await MoveStore(from: source, to: target, ambient: house.tools.ambient)(
            write: { file.sink() }, read: { file.source() })
    }

    private static func withFolder(_ body: (String) async throws -> Void) async throws {
        var template = Array((NSTemporaryDirectory() + "/martlet-moving-XXXXXX").utf8CString)
        let folder = String(cString: try #require(mkdtemp(&template)))
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }
}
