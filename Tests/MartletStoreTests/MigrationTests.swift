import Testing

@testable import MartletStore

@Suite struct `Migrations` {
    /// What each released migration was; a line here never changes.
    private static let checksums: [String] = [
        "ea9f299b5decd6a4", "0eb103def56c2041", "79aab1c9137ac7ca", "64b1cf480d0303d5", "799b94c6fffd3f49",
        "438b91965f1280fc", "37c0d5703491018e", "d7bf5977452bf2a8", "32f156dbe7a073de",
        "ecb9455bb99b28b4",
    ]

    @Test func `a released migration never changes, and none is left out`() {
        #expect(Migration.all.map(\.checksum) == Self.checksums)
        #expect(Migration.all.map(\.number) == Array(1...Self.checksums.count))
    }

    @Test(arguments: ConformanceEngine.all)
    func `migrating again changes nothing`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            try await store.migrate()
            #expect(try await store.read { try $0.tenants.list() } == [Sample.tenant, Sample.otherTenant])
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a database of a newer program is refused and left alone`(engine: ConformanceEngine) async throws {
        try await engine.withEngine { engine in
            let store = Store(engine: engine)
            try await store.migrate()
            try await engine.write { connection in
                try connection.execute(
                    "INSERT INTO schema_migrations (number, title, checksum) VALUES ($1, $2, $3)",
                    [.number(Migration.all.count + 1), .text("Later"), .text("?")])
            }
            await #expect(throws: StoreError.newerSchema) { try await store.migrate() }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `an interrupted history goes on where it stopped`(engine: ConformanceEngine) async throws {
        try await engine.withEngine { engine in
            try await engine.write { connection in
                try Migration.apply(Array(Migration.all.prefix(2)), on: connection)
            }
            try await Store(engine: engine).migrate()
            let applied = try await engine.read { try Migration.appliedChecksums(on: $0) }
            #expect(applied.keys.sorted() == Migration.all.map(\.number))
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a failing migration leaves the one before it whole`(engine: ConformanceEngine) async throws {
        try await engine.withEngine { engine in
            let good = Migration(number: 1, title: "Good", statements: ["CREATE TABLE good (id BIGINT)"])
            let bad = Migration(number: 2, title: "Bad", statements: ["CREATE TABLE bad (id BIGINT)", "NONSENSE"])
            try await engine.write { try Migration.apply([good], on: $0) }
            await #expect(throws: StoreError.self) {
                try await engine.write { try Migration.apply([good, bad], on: $0) }
            }
            #expect(try await engine.read { try Migration.appliedChecksums(on: $0) }.count == 1)
            await #expect(throws: StoreError.self) { try await engine.read { try $0.rows("SELECT id FROM bad", []) } }
        }
    }
}
