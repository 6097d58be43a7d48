import MartletDirectory
import Testing

@testable import MartletStore

@Suite struct `Migrations` {
    /// What each released migration was; a line here never changes.
    private static let checksums: [String] = [
        "ea9f299b5decd6a4", "0eb103def56c2041", "79aab1c9137ac7ca", "64b1cf480d0303d5", "799b94c6fffd3f49",
        "438b91965f1280fc", "37c0d5703491018e", "d7bf5977452bf2a8", "32f156dbe7a073de", "ecb9455bb99b28b4",
        "34f0587aeb372311", "67d98576ce85bfa2", "7e588b9491043dba", "e64a87f35ec7a233", "f9a5fd739959dd3a",
        "ec025745006bd5ec", "955d897d07603d71", "93860eb971ce732b", "6d0a06126a76b172", "a44d808d78376ee3",
        "3c032c9e6cb1c0c4", "d44e6b464978b9ba", "10cffc7d78cdbb29", "558a72f85d1890d6", "0837f0536754bf92",
        "0c2cdd649ae960cb", "86a49b261761d369", "c8217b7a96e9e0f0", "98c1b865c2ff5147", "6d057ea5ff0239e5",
        "d2eddae53622c463", "0c40a57490bed5e6",
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
            let before = try await store.tallies { PlainSum() }
            await #expect(throws: StoreError.newerSchema) { try await store.migrate() }
            #expect(try await store.schemaState().isNewer)
            #expect(try await !store.isSchemaCurrent())
            #expect(try await store.tallies { PlainSum() } == before)
        }
    }

    /// F25: whatever statement is the last one before the power goes, the next start completes the history, and in
    /// between every migration is there as a whole or not at all.
    @Test(arguments: ConformanceEngine.all)
    func `a migration that is interrupted at any statement is completed by the next start`(
        engine: ConformanceEngine
    ) async throws {
        try await engine.withEngine { inner in
            let store = Store(engine: inner)
            for migration in Migration.all {
                let before = try await inner.read { try $0.tables() }
                // The statements of the step, the table that remembers, and the row in it.
                for statement in 0...migration.statements.count + 1 {
                    let interrupting = InterruptingEngine(inner)
                    interrupting.interrupt(atChange: statement)
                    guard await interrupted(Store(engine: interrupting), upTo: migration.number) else { break }
                    #expect(try await store.schemaState().version == migration.number - 1)
                    // Describing every table takes PostgreSQL a while: once a migration is enough there.
                    guard engine.name.hasPrefix("SQLite") || statement == migration.statements.count else { continue }
                    let after = try await inner.read { try $0.tables() }
                    #expect(after == before, "migration \(migration.number) left nothing at statement \(statement)")
                }
                try await store.migrate(Array(Migration.all.prefix(migration.number)))
                #expect(try await store.schemaState().version == migration.number)
            }
            #expect(try await store.isSchemaCurrent())
        }
    }

    /// Section 1.7: an update stops nothing of an organisation that runs without the defaults.
    @Test(arguments: ConformanceEngine.all)
    func `who runs without the defaults keeps passwords until somebody switches, and nobody else has them`(
        engine: ConformanceEngine
    ) async throws {
        try await engine.withEngine { engine in
            let store = Store(engine: engine)
            try await store.migrate(Array(Migration.all.prefix(17)))
            var without = Sample.otherTenant
            without.securityDefaults.isEnabled = false
            var with = Sample.tenant
            with.securityDefaults.isEnabled = true
            let tenants = [with, without]
            try await engine.write { connection in
                for tenant in tenants { try tenant.insertAsAtFirst(on: connection) }
            }
            try await store.migrate()
            let (kept, safe) = try await store.read { tables in
                (try tables.tenants.find(tenants[1].id), try tables.tenants.find(tenants[0].id))
            }
            #expect(kept?.legacyAuthentication.modernSurfaces == [.mail, .directory, .network])
            #expect(safe?.legacyAuthentication == LegacyAuthentication())
        }
    }

    /// Step 21 was released with more than it should have opened; what an administrator chose since stays.
    @Test(arguments: ConformanceEngine.all)
    func `a door that nobody asked for is shut again, and one that somebody chose stays`(
        engine: ConformanceEngine
    ) async throws {
        try await engine.withEngine { engine in
            let store = Store(engine: engine)
            try await store.migrate(Array(Migration.all.prefix(20)))
            var (left, other) = (Sample.tenant, Sample.otherTenant)
            (left.securityDefaults.isEnabled, other.securityDefaults.isEnabled) = (false, false)
            var third = other
            (third.id, third.domain) = (ID("third"), "third.example")
            let tenants = [left, other, third]
            try await engine.write { connection in
                for tenant in tenants { try tenant.insertAsAtFirst(on: connection) }
            }
            try await store.migrate(Array(Migration.all.prefix(28)))
            try await store.write { tables in
                // Somebody changed another setting, which writes the surfaces anew, ...
                var rewritten = try #require(try tables.tenants.find(tenants[1].id))
                rewritten.logRetentionDays += 1
                try tables.tenants.update(rewritten)
                // ... and somebody chose one of them, as by hand or as the operator, of whom no name is kept.
                var chosen = try #require(try tables.tenants.find(tenants[2].id))
                for (surface, name) in [(LegacySurface.mail, "Ada"), (.network, nil)] {
                    chosen.legacyAuthentication[surface] = LegacySurfaceSetting(
                        mode: .both, changedAt: Sample.now, changedBy: name)
                }
                try tables.tenants.update(chosen)
            }
            try await store.migrate()
            let after = try await store.read { tables in
                try tenants.map { try tables.tenants.find($0.id)?.legacyAuthentication.modernSurfaces }
            }
            let narrowed: Set<LegacySurface> = [.mail, .directory, .network]
            #expect(after == [narrowed, narrowed, [.directory]])
        }
    }

    private func interrupted(_ store: Store, upTo number: Int) async -> Bool {
        do {
            try await store.migrate(Array(Migration.all.prefix(number)))
            return false
        } catch {
            return true
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `of nodes that start at once each migration is run by one`(engine: ConformanceEngine) async throws {
        try await engine.withEngine { engine in
            let ran = try await withThrowingTaskGroup(of: [Int].self) { group in
                for _ in 0..<4 { group.addTask { try await Store(engine: engine).migrate().map(\.number) } }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(ran.sorted() == Migration.all.map(\.number))
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `the state of a schema says what is pending`(engine: ConformanceEngine) async throws {
        try await engine.withEngine { engine in
            let store = Store(engine: engine)
            let empty = try await store.schemaState()
            #expect(empty.version == 0 && empty.pending == Migration.all.map(\.number) && !empty.isCurrent)
            await #expect(throws: StoreError.self) {
                let isCurrent = try await store.isSchemaCurrent()
                #expect(!isCurrent)
            }
            try await store.migrate(Array(Migration.all.prefix(3)))
            let behind = try await store.schemaState()
            #expect(behind.version == 3 && behind.pending.first == 4)
            #expect(try await !store.isSchemaCurrent())
            try await store.migrate()
            #expect(try await store.schemaState().isCurrent)
            #expect(try await store.isSchemaCurrent())
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
            let store = Store(engine: engine)
            await #expect(throws: StoreError.self) { try await store.migrate([good, bad]) }
            let applied = try await engine.read { try Migration.appliedChecksums(on: $0) }
            #expect(applied.count == 1)
            await #expect(throws: StoreError.self) { try await engine.read { try $0.rows("SELECT id FROM bad", []) } }
        }
    }
}
