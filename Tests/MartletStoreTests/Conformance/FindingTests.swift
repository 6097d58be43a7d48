import MartletDirectory
import Testing

@testable import MartletStore

/// What is found among many, without looking at all of them.
@Suite struct `Finding` {
    private static let tenant = Sample.tenant.id

    private func found(_ text: String, in store: Store) async throws -> [ID<User>] {
        try await store.read { try $0.users.list(in: Self.tenant, matching: text, limit: 10) }.items.map(\.id)
    }

    @Test(arguments: ConformanceEngine.all)
    func `who is renamed is found by the new name alone, and who is deleted by none`(
        engine: ConformanceEngine
    ) async throws {
        try await engine.withSample { store in
            #expect(try await found("love", in: store) == [Sample.ada.id])
            var ada = Sample.ada
            ada.displayName = "Augusta King"
            let renamed = ada
            try await store.write { try $0.users.update(renamed) }
            #expect(try await found("love", in: store).isEmpty)
            #expect(try await found("king", in: store) == [Sample.ada.id])
            #expect(try await found("ada@", in: store) == [Sample.ada.id])
            ada.deletedAt = Sample.now
            let deleted = ada
            try await store.write { try $0.users.update(deleted) }
            #expect(try await found("king", in: store).isEmpty)
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a search is paged without gap or repeat, though words of one name begin alike`(
        engine: ConformanceEngine
    ) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                for index in 0..<30 { try tables.users.insert(Sample.user("u\(index)", "Unit u\(index % 7) Ulm")) }
            }
            var seen: [ID<User>] = []
            var cursor: String?
            repeat {
                let after = cursor
                let page = try await store.read {
                    try $0.users.list(in: Self.tenant, matching: "u", after: after, limit: 4)
                }
                #expect(page.items.count <= 4)
                seen += page.items.map(\.id)
                cursor = page.next
            } while cursor != nil
            #expect(seen.count == 30)
            #expect(Set(seen).count == 30)
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `users of an older store are found after the migration as if they were new`(
        engine: ConformanceEngine
    ) async throws {
        try await engine.withEngine { engine in
            let place = try #require(Migration.all.firstIndex { $0.title == Migration.finding.title })
            let names = ["Per 100%\tÖström", "山田 太郎", "Ada  Ada", String(repeating: "long ", count: 40), "X"]
            try await engine.write { connection in
                try Migration.apply(Array(Migration.all.prefix(place)), on: connection)
                try Sample.tenant.insertAsAtFirst(on: connection)
                for (index, name) in names.enumerated() {
                    let text = SearchText.of(name, "u\(index)@contoso.example")
                    try connection.execute(
                        """
                        INSERT INTO users (id, tenant_id, created_at, user_principal_name, upn_folded, display_name,
                            display_name_folded, search_text, kind, is_enabled, is_emergency_access,
                            sessions_valid_from)
                        VALUES ($1, $2, 0, $3, $3, $4, $4, $5, 'member', $6, $7, 0)
                        """,
                        [
                            .text("u\(index)"), .id(Self.tenant), .text("u\(index)@contoso.example"), .text(name),
                            .text(text), .boolean(true), .boolean(false),
                        ])
                }
            }
            try await Store(engine: engine).migrate()
            let entries = try await engine.read { connection in
                try connection.all("SELECT user_id, entry FROM user_search", []) { row in
                    try row.text("user_id") + ": " + row.text("entry")
                }
            }
            let expected = names.enumerated().flatMap { index, name in
                SearchText.entries(SearchText.of(name, "u\(index)@contoso.example")).map { "u\(index): \($0)" }
            }
            #expect(entries.sorted() == expected.sorted())
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a page of who is rare may be empty and still lead on`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                for index in 0..<2100 {
                    let user = Sample.user("u\(index)", "B \(index)")
                    try tables.users.insert(user)
                    try tables.totpMethods.insert(Sample.totp("m\(index)", of: user))
                }
                try tables.users.insert(Sample.user("zoe", "Zoe"))
            }
            let first = try await store.read {
                try $0.users.list(in: Self.tenant, filter: .notRegistered, limit: 5)
            }
            #expect(first.items.map(\.id) == [Sample.ada.id])
            let next = try #require(first.next)
            let second = try await store.read {
                try $0.users.list(in: Self.tenant, filter: .notRegistered, after: next, limit: 5)
            }
            #expect(second.items.map(\.id) == [Sample.id("zoe")])
            #expect(second.next == nil)
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `what no index finds in the log is looked for so far, and the page says how far`(
        engine: ConformanceEngine
    ) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                var old = Sample.signIn("old", at: Sample.now - .days(9))
                old.userPrincipalName = "needle@contoso.example"
                try tables.signIns.insert(old)
                for index in 0..<10_001 {
                    try tables.signIns.insert(Sample.signIn("\(index)", at: Sample.now + .seconds(index)))
                }
            }
            let filter = SignInFilter(text: "needle")
            let first = try await store.read { try $0.signIns.list(in: Self.tenant, filter: filter, limit: 5) }
            #expect(first.items.isEmpty)
            #expect(first.lookedBackTo == Sample.now + .seconds(1))
            let next = try #require(first.next)
            let second = try await store.read {
                try $0.signIns.list(in: Self.tenant, filter: filter, after: next, limit: 5)
            }
            #expect(second.items.map(\.id) == [Sample.signIn("old").id])
            #expect(second.lookedBackTo == nil)
            #expect(second.next == nil)
            let whole = try await store.read { try $0.signIns.list(in: Self.tenant, limit: 5) }
            #expect(whole.lookedBackTo == nil)
        }
    }
}
