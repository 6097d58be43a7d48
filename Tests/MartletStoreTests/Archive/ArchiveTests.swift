import MartletDirectory
import Testing

@testable import MartletStore

/// Copies of a store: written from one engine and put into another, and refused where anything is not as it was.
@Suite struct `Archives` {
    /// Every pair of engines.
    static let pairs = ConformanceEngine.all.flatMap { from in ConformanceEngine.all.map { (from, $0) } }

    @Test(arguments: pairs)
    func `what is written from one engine and put into another is the same, row by row`(
        from: ConformanceEngine, to: ConformanceEngine
    ) async throws {
        let archive = MemoryArchive()
        try await from.withSample { source in
            try await source.write { try Self.fillMore($0) }
            let sent = try await Self.write(source, to: archive)
            #expect(sent.rows > 2 * TablePages.size)
            try await to.withEngine { engine in
                let target = Store(engine: engine)
                // Small portions, as a file may give them.
                try await target.fill(from: { archive.source(portion: 1000) }, digest: { PlainSum() })
                let here = try await source.tallies { PlainSum() }
                let there = try await target.tallies { PlainSum() }
                #expect(here == there && here == sent.tables)
                #expect(try await target.read { try $0.tenants.list() } == [Sample.tenant, Sample.otherTenant])
                #expect(try await target.read { try $0.sessions.find(Sample.session.id, in: Sample.tenant.id) } != nil)
                #expect(try await target.schemaState().isCurrent)
                let counts = try await target.rowCounts()
                #expect(counts["sign_ins"] == 2 * TablePages.size + 1)
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a page begins behind the last key, also where keys have several columns`(
        engine: ConformanceEngine
    ) async throws {
        try await engine.withSample { store in
            let count = TablePages.size + 7
            try await store.write { tables in
                for number in 0..<count {
                    try tables.lockouts.save(
                        LockoutCounter(
                            tenant: number % 2 == 0 ? Sample.tenant.id : Sample.otherTenant.id,
                            subject: "somebody-\(number % 500)", kind: number % 3 == 0 ? .familiar : .unfamiliar,
                            lastFailureAt: Sample.now))
                }
            }
            let counted = try #require(try await store.rowCounts()["lockouts"])
            let tally = try #require(try await store.tallies { PlainSum() }.first { $0.table == "lockouts" })
            #expect(tally.rows == counted)
        }
    }

    /// F29: nothing of a broken copy arrives, wherever it is broken.
    @Test func `a copy that ends early or has one byte changed is refused anywhere`() async throws {
        let archive = try await Self.sample()
        let whole = archive.bytes
        #expect(throws: Never.self) { try Self.read(whole) }
        for length in stride(from: 0, to: whole.count, by: 7) {
            #expect(throws: ArchiveError.self, "cut at \(length)") { try Self.read(Array(whole.prefix(length))) }
        }
        for place in stride(from: 0, to: whole.count, by: 5) {
            var changed = whole
            changed[place] ^= 0x20
            #expect(throws: ArchiveError.self, "changed at \(place)") { try Self.read(changed) }
        }
        #expect(throws: ArchiveError.self) { try Self.read(whole + [0]) }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a refused copy leaves the store as it was`(engine: ConformanceEngine) async throws {
        let whole = try await Self.sample().bytes
        try await engine.withSample { store in
            let before = try await store.tallies { PlainSum() }
            let cut = MemoryArchive(Array(whole.dropLast(20)))
            await #expect(throws: ArchiveError.truncated) {
                try await store.fill(from: { cut.source() }, digest: { PlainSum() }, replacing: true)
            }
            let good = MemoryArchive(whole)
            await #expect(throws: ArchiveError.targetNotEmpty) {
                try await store.fill(from: { good.source() }, digest: { PlainSum() })
            }
            await #expect(throws: ArchiveError.inconsistent(["no"])) {
                try await store.fill(from: { good.source() }, digest: { PlainSum() }, replacing: true) { _, _ in
                    throw ArchiveError.inconsistent(["no"])
                }
            }
            #expect(try await store.tallies { PlainSum() } == before)
            #expect(try await !store.isUnused())
            try await store.fill(from: { good.source() }, digest: { PlainSum() }, replacing: true)
            #expect(try await store.tallies { PlainSum() } != before)
        }
    }

    /// A database of something else is not cleared away.
    @Test(arguments: ConformanceEngine.all)
    func `a database that holds something else is left alone`(engine: ConformanceEngine) async throws {
        let archive = try await Self.sample()
        try await engine.withEngine { engine in
            try await engine.write { try $0.execute("CREATE TABLE theirs (id BIGINT NOT NULL PRIMARY KEY)", []) }
            await #expect(throws: ArchiveError.targetForeign) {
                try await Store(engine: engine).fill(
                    from: { archive.source() }, digest: { PlainSum() }, replacing: true)
            }
            #expect(try await engine.read { try $0.tables() }.map(\.name) == ["theirs"])
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a copy of an older schema is put in as it was and then migrated`(engine: ConformanceEngine) async throws {
        let archive = MemoryArchive()
        let old = Store(engine: try SQLiteEngine(path: ":memory:"))
        try await old.migrate(Array(Migration.all.prefix(9)))
        try await old.engine.write { connection in
            try Sample.tenant.insertAsAtFirst(on: connection)
            try Sample.otherTenant.insertAsAtFirst(on: connection)
        }
        _ = try await Self.write(old, to: archive)
        await old.close()
        try await engine.withEngine { engine in
            let store = Store(engine: engine)
            let snapshot = try await store.fill(from: { archive.source() }, digest: { PlainSum() })
            #expect(snapshot.header.schema == 9)
            #expect(try await store.isSchemaCurrent())
            #expect(try await store.read { try $0.tenants.list() }.count == 2)
        }
    }

    /// F26, F29: what this program does not know is refused in words, before anything is touched.
    @Test func `a copy of a newer schema, of another history or of a newer form is refused`() async throws {
        let archive = MemoryArchive()
        let later = Migration(
            number: Migration.all.count + 1, title: "Later",
            statements: ["CREATE TABLE later (id BIGINT NOT NULL PRIMARY KEY)"])
        let newer = Store(engine: try SQLiteEngine(path: ":memory:"))
        try await newer.migrate(Migration.all + [later])
        _ = try await Self.write(newer, to: archive)
        await newer.close()
        let target = Store(engine: try SQLiteEngine(path: ":memory:"))
        await #expect(throws: ArchiveError.newerSchema(later.number)) {
            try await target.fill(from: { archive.source() }, digest: { PlainSum() })
        }
        let other = [Migration(number: 1, title: "Other", statements: ["CREATE TABLE other (id BIGINT)"])]
        let sample = try await Self.sample()
        await #expect(throws: ArchiveError.newerSchema(Migration.all.count)) {
            try await target.fill(from: { sample.source() }, digest: { PlainSum() }, history: other)
        }
        let changed = other + Migration.all.dropFirst()
        await #expect(throws: ArchiveError.otherHistory(1)) {
            try await target.fill(from: { sample.source() }, digest: { PlainSum() }, history: changed)
        }
        var bytes = sample.bytes
        bytes[ArchiveHeader.magic.count + 1] = 2
        #expect(throws: ArchiveError.newerFormat(2)) { try Self.read(bytes) }
        #expect(throws: ArchiveError.notAnArchive) { try Self.read(Array("SQLite format 3\u{0} and so on".utf8)) }
        #expect(try await target.isUnused())
        await target.close()
    }

    @Test(arguments: ConformanceEngine.all.filter { $0.name != "SQLite in memory" })
    func `while a store is held it can be read and nobody else writes to it`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            let count = try await store.held {
                let waiting = Task { try await store.write { try $0.tenants.update(Sample.tenant) } }
                let found = try await store.read { try $0.tenants.list().count }
                return (found: found, waiting: waiting)
            }
            #expect(count.found == 2)
            try await count.waiting.value
            await #expect(throws: StoreError.conflict("mine")) {
                let nothing: Int = try await store.held { throw StoreError.conflict("mine") }
                #expect(nothing == 0)
            }
            try await store.write { try $0.tenants.update(Sample.tenant) }
        }
    }

    // MARK: - Material

    static func write(_ store: Store, to archive: MemoryArchive) async throws -> Store.Snapshot {
        try await store.writeArchive(
            ArchiveHeader(madeAt: Sample.now, origin: "a test", migrations: [:], tables: []),
            to: { archive.sink() }, digest: { PlainSum() })
    }

    /// A copy of a small store.
    static func sample() async throws -> MemoryArchive {
        let archive = MemoryArchive()
        let store = Store(engine: try SQLiteEngine(path: ":memory:"))
        try await store.migrate()
        try await store.write { tables in
            try Sample.fill(tables)
            try tables.signIns.insert(Sample.signIn("s"))
        }
        _ = try await write(store, to: archive)
        await store.close()
        return archive
    }

    private static func read(_ bytes: [UInt8]) throws {
        let archive = MemoryArchive(bytes)
        var reader = try ArchiveReader(archive.source(), digest: { PlainSum() })
        _ = try reader.readToEnd()
    }

    /// More than two pages of the log, and values of every kind.
    private static func fillMore(_ tables: Tables) throws {
        for number in 0..<2 * TablePages.size + 1 { try tables.signIns.insert(Sample.signIn("s-\(number)-é-鳥")) }
        try tables.totpMethods.insert(Sample.totp("phone"))
        try tables.authorizationCodes.insert(Sample.code, by: Sample.gate)
        try tables.refreshFamilies.insert(Sample.family, by: Sample.gate)
        try tables.refreshTokens.insert(Sample.refreshToken("r"), by: Sample.gate)
        try tables.pendingSignIns.insert(Sample.pending("p"))
        _ = try tables.deviceCodes.insert(Sample.deviceCode)
        try tables.audits.insert(Sample.audit("a", targets: [.init(kind: .user, id: "u", name: "")]))
    }
}
