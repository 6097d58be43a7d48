import Testing

@testable import MartletStore

/// Where two databases would differ, and the engines do not.
@Suite struct `Engines agree` {
    private static let create =
        "CREATE TABLE things (id TEXT NOT NULL PRIMARY KEY, number BIGINT, data BYTEA, flag BOOLEAN)"

    @Test(arguments: ConformanceEngine.all)
    func `a text with a NUL is kept whole, with a mark in its place`(engine: ConformanceEngine) async throws {
        try await engine.withEngine { engine in
            let texts = try await engine.write { connection in
                try connection.execute(Self.create, [])
                try connection.execute("INSERT INTO things (id) VALUES ($1)", [.text("admin\0istrator")])
                return try connection.all("SELECT id FROM things", []) { try $0.text("id") }
            }
            #expect(texts == ["admin\u{FFFD}istrator"])
            let found = try await engine.read {
                try $0.rows("SELECT id FROM things WHERE id = $1", [.text("admin")]).count
            }
            #expect(found == 0)
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `texts are in the order of their bytes`(engine: ConformanceEngine) async throws {
        try await engine.withEngine { engine in
            let texts = ["Zebra", "a", "ä", "_", "-", "10", "9", "日本", "🐦", "é", "e\u{301}"]
            let sorted = try await engine.write { connection in
                try connection.execute(Self.create, [])
                for text in texts { try connection.execute("INSERT INTO things (id) VALUES ($1)", [.text(text)]) }
                return try connection.all("SELECT id FROM things ORDER BY id", []) { try $0.text("id") }
            }
            #expect(
                sorted.map { Array($0.utf8) }
                    == texts.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) })
            let after = try await engine.read {
                try $0.all("SELECT id FROM things WHERE id > $1 ORDER BY id", [.text("a")]) { try $0.text("id") }
            }
            #expect(after == sorted.filter { $0.utf8.lexicographicallyPrecedes("a".utf8) == false && $0 != "a" })
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a body that swallows the error of a statement keeps nothing`(engine: ConformanceEngine) async throws {
        try await engine.withEngine { engine in
            try await engine.write { try $0.execute(Self.create, []) }
            await #expect(throws: StoreError.self) {
                try await engine.write { connection in
                    try connection.execute("INSERT INTO things (id) VALUES ('a')", [])
                    _ = try? connection.execute("INSERT INTO things (id) VALUES ('a')", [])
                }
            }
            // And every connection is good for the next one.
            for _ in 0..<12 {
                let changed = try await engine.write { try $0.execute("UPDATE things SET number = 1", []) }
                #expect(changed == 0)
            }
            let rows = try await engine.read { try $0.rows("SELECT id FROM things", []) }
            #expect(rows.isEmpty)
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `the tables are described as they were declared`(engine: ConformanceEngine) async throws {
        try await engine.withEngine { engine in
            let tables = try await engine.write { connection in
                try connection.execute(
                    """
                    CREATE TABLE pairs (b TEXT NOT NULL, a BIGINT NOT NULL, flag BOOLEAN, data BYTEA, PRIMARY KEY (a, b))
                    """, [])
                try connection.execute(
                    "CREATE TABLE members (id TEXT NOT NULL PRIMARY KEY, a BIGINT, b TEXT, parent TEXT "
                        + "REFERENCES members (id), FOREIGN KEY (a, b) REFERENCES pairs (a, b))", [])
                return try connection.tables()
            }
            #expect(tables.map(\.name) == ["members", "pairs"])
            #expect(tables.first?.references == ["pairs"])
            #expect(tables.last?.key == ["a", "b"])
            #expect(tables.last?.columns.map(\.name) == ["b", "a", "flag", "data"])
            #expect(tables.last?.columns.map(\.kind) == [.text, .integer, .boolean, .blob])
            let ordered = try tables.inDependencyOrder()
            #expect(ordered.map(\.name) == ["pairs", "members"])
        }
    }
}
