import MartletStore
import Testing

@Suite struct `SQL engine` {
    private static let create =
        "CREATE TABLE things (id TEXT NOT NULL PRIMARY KEY, number BIGINT, data BYTEA, flag BOOLEAN)"

    @Test(arguments: ConformanceEngine.all)
    func `every kind of value comes back as it went in`(engine: ConformanceEngine) async throws {
        let texts = ["", "plain", "日本語 🐦", "with \"quotes\" and \\ and '", "a line\nand another"]
        let blobs: [[UInt8]] = [[], [0], [0, 255, 0, 1], Array(0...255)]
        try await engine.withEngine { engine in
            try await engine.write { try $0.execute(Self.create, []) }
            for (index, text) in texts.enumerated() {
                let blob = blobs[index % blobs.count]
                let number = [Int64.min, -1, 0, 1, Int64.max][index]
                let read = try await engine.write { connection in
                    try connection.execute(
                        "INSERT INTO things (id, number, data, flag) VALUES ($1, $2, $3, $4)",
                        [.text(text), .integer(number), .blob(blob), .boolean(index.isMultiple(of: 2))])
                    return try connection.rows("SELECT id, number, data, flag FROM things WHERE id = $1", [.text(text)])
                }
                var row = try #require(read.first)
                #expect(try row.text("id") == text)
                #expect(try row.integer("number") == number)
                #expect(try row.blob("data") == blob)
                #expect(try row.boolean("flag") == index.isMultiple(of: 2))
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `null is neither empty nor zero`(engine: ConformanceEngine) async throws {
        try await engine.withEngine { engine in
            let rows = try await engine.write { connection in
                try connection.execute(Self.create, [])
                try connection.execute(
                    "INSERT INTO things (id, number, data, flag) VALUES ($1, $2, $3, $4)",
                    [.text("n"), .null, .null, .null])
                return try connection.rows("SELECT number, data, flag FROM things", [])
            }
            var row = try #require(rows.first)
            #expect(try row.optionalInteger("number") == nil)
            #expect(try row.optionalBlob("data") == nil)
            #expect(try row.optionalBoolean("flag") == nil)
            #expect(throws: StoreError.self) { try row.integer("number") }
            #expect(throws: StoreError.self) { try row.text("data") }
            #expect(throws: StoreError.self) { try row.boolean("flag") }
            #expect(throws: StoreError.self) { try row.text("no_such_column") }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `placeholders may come out of order and more than once`(engine: ConformanceEngine) async throws {
        try await engine.withEngine { engine in
            try await engine.write { try $0.execute(Self.create, []) }
            let rows = try await engine.write { connection in
                try connection.execute(
                    "INSERT INTO things (number, id) VALUES ($2, $1)", [.text("one"), .integer(7)])
                return try connection.rows(
                    "SELECT id FROM things WHERE number = $2 AND id = $1 AND number <= $2", [.text("one"), .integer(7)])
            }
            #expect(rows.count == 1)
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a taken key is a conflict and changes nothing`(engine: ConformanceEngine) async throws {
        try await engine.withEngine { engine in
            try await engine.write { connection in
                try connection.execute(Self.create, [])
                try connection.execute("INSERT INTO things (id, number) VALUES ('a', 1)", [])
            }
            let error = await #expect(throws: StoreError.self) {
                try await engine.write { connection in
                    try connection.execute("UPDATE things SET number = 2", [])
                    try connection.execute("INSERT INTO things (id, number) VALUES ('a', 3)", [])
                }
            }
            guard case .conflict = error else {
                Issue.record("not a conflict: \(String(describing: error))")
                return
            }
            let rows = try await engine.read { try $0.rows("SELECT number FROM things", []) }
            #expect(rows.map(\.values) == [[.integer(1)]])
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a read cannot change anything`(engine: ConformanceEngine) async throws {
        try await engine.withEngine { engine in
            try await engine.write { try $0.execute(Self.create, []) }
            await #expect(throws: StoreError.self) {
                try await engine.read { try $0.execute("INSERT INTO things (id) VALUES ('a')", []) }
            }
            // And the connection is good for the next reader and the next writer.
            try await engine.write { try $0.execute("INSERT INTO things (id) VALUES ('b')", []) }
            let rows = try await engine.read { try $0.rows("SELECT id FROM things", []) }
            #expect(rows.map(\.values) == [[.text("b")]])
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `broken SQL is an error, not a crash, and the next statement works`(engine: ConformanceEngine) async throws {
        try await engine.withEngine { engine in
            await #expect(throws: StoreError.self) { try await engine.read { try $0.rows("SELEC 1", []) } }
            await #expect(throws: StoreError.self) { try await engine.write { try $0.execute("DROP TABLE none", []) } }
            let rows = try await engine.read { try $0.rows("SELECT 1 AS one", []) }
            #expect(rows.count == 1)
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a thousand writers at once lose no update`(engine: ConformanceEngine) async throws {
        try await engine.withEngine { engine in
            try await engine.write { connection in
                try connection.execute(Self.create, [])
                try connection.execute("INSERT INTO things (id, number) VALUES ('counter', 0)", [])
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<1000 {
                    group.addTask {
                        try await engine.write { connection in
                            var row = try #require(try connection.rows("SELECT number FROM things", []).first)
                            let number = try row.integer("number")
                            try connection.execute("UPDATE things SET number = $1", [.integer(number + 1)])
                        }
                    }
                }
                try await group.waitForAll()
            }
            let rows = try await engine.read { try $0.rows("SELECT number FROM things", []) }
            #expect(rows.map(\.values) == [[.integer(1000)]])
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a failing body takes nobody with it`(engine: ConformanceEngine) async throws {
        struct Refused: Error {}
        try await engine.withEngine { engine in
            try await engine.write { try $0.execute(Self.create, []) }
            let done = await withTaskGroup(of: (Int, Bool).self) { group in
                for index in 0..<300 {
                    group.addTask {
                        let result: Void? = try? await engine.write { connection in
                            try connection.execute("INSERT INTO things (id) VALUES ($1)", [.text("\(index)")])
                            if index.isMultiple(of: 3) { throw Refused() }
                            if index % 3 == 1 { try connection.execute("INSERT INTO nowhere (id) VALUES (1)", []) }
                        }
                        return (index, result != nil)
                    }
                }
                return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }
            let rows = try await engine.read { try $0.rows("SELECT id FROM things", []) }
            let kept = Set(
                try rows.map { row in
                    var row = row
                    return try row.text("id")
                })
            #expect(kept == Set((0..<300).filter { $0 % 3 == 2 }.map(String.init)))
            #expect(done.filter(\.value).count == 100)
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a read sees one consistent snapshot while others write`(engine: ConformanceEngine) async throws {
        try await engine.withEngine { engine in
            try await engine.write { connection in
                try connection.execute(Self.create, [])
                try connection.execute("INSERT INTO things (id, number) VALUES ('a', 100), ('b', 0)", [])
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<100 {
                    group.addTask {
                        try await engine.write { connection in
                            try connection.execute("UPDATE things SET number = number - 1 WHERE id = 'a'", [])
                            try connection.execute("UPDATE things SET number = number + 1 WHERE id = 'b'", [])
                        }
                    }
                    group.addTask {
                        let sum = try await engine.read { connection in
                            let one = try connection.rows("SELECT number FROM things WHERE id = 'a'", [])
                            let two = try connection.rows("SELECT number FROM things WHERE id = 'b'", [])
                            return try (one + two).reduce(into: Int64(0)) { sum, row in
                                var row = row
                                sum += try row.integer("number")
                            }
                        }
                        #expect(sum == 100)
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a write is seen by the next read`(engine: ConformanceEngine) async throws {
        try await engine.withEngine { engine in
            try await engine.write { try $0.execute(Self.create, []) }
            for index in 0..<50 {
                try await engine.write { try $0.execute("INSERT INTO things (id) VALUES ($1)", [.text("\(index)")]) }
                let rows = try await engine.read { try $0.rows("SELECT COUNT(*) AS number FROM things", []) }
                #expect(rows.map(\.values) == [[.integer(Int64(index + 1))]])
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `after closing, everything is unavailable`(engine: ConformanceEngine) async throws {
        try await withTemporaryFolder { folder in
            let open = try engine.make(folder)
            _ = try await open.read { try $0.rows("SELECT 1 AS one", []) }
            await open.close()
            await open.close()
            await #expect(throws: StoreError.unavailable("the store is closed")) {
                try await open.read { try $0.rows("SELECT 1 AS one", []) }
            }
            await #expect(throws: StoreError.unavailable("the store is closed")) {
                try await open.write { try $0.execute("SELECT 1", []) }
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `closing finishes what was queued`(engine: ConformanceEngine) async throws {
        try await withTemporaryFolder { folder in
            let open = try engine.make(folder)
            try await open.write { try $0.execute(Self.create, []) }
            let outcomes = await withTaskGroup(of: Bool.self) { group in
                for index in 0..<100 {
                    group.addTask {
                        let done = try? await open.write {
                            try $0.execute("INSERT INTO things (id) VALUES ($1)", [.text("\(index)")])
                        }
                        return done == 1
                    }
                }
                group.addTask {
                    await open.close()
                    return true
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            // Each was either done or refused; none was forgotten, or the group would not have ended.
            #expect((1...101).contains(outcomes))
        }
    }
}
