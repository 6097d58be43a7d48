import MartletDirectory
import MartletStore
import Testing

@Suite struct `Rows of the legacy report` {
    @Test(arguments: ConformanceEngine.all)
    func `a line keeps everything, and is found by its key and its name in its tenant alone`(
        engine: ConformanceEngine
    ) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                let rows = tables.legacyEntries
                var entry = Sample.legacyEntry("a|b|c")
                entry.attempts = 7
                entry.succeeded = 2
                entry.refusedProven = 3
                entry.lastProvenAt = Sample.now + .seconds(1)
                entry.lastSucceededAt = Sample.now + .seconds(2)
                entry.days = [
                    LegacyEntry.Day(number: 20_000, attempts: 4, succeeded: 2),
                    LegacyEntry.Day(number: 20_001, attempts: 3, succeeded: 0),
                ]
                entry.owner = Sample.ada.id
                entry.state = .accepted
                entry.acceptedUntil = Sample.now + .days(30)
                entry.note = "the scanner, \u{1F4E0}"
                entry.reopenedAt = Sample.now
                try rows.save(entry)
                #expect(try rows.find(entry.key, in: Sample.tenant.id) == entry)
                #expect(try rows.find(entry.id, in: Sample.tenant.id) == entry)
                #expect(try rows.find(entry.key, in: Sample.otherTenant.id) == nil)
                #expect(try rows.find(entry.id, in: Sample.otherTenant.id) == nil)
                #expect(try rows.find(Sample.legacyKey("a|b"), in: Sample.tenant.id) == nil)
                #expect(try rows.find(Sample.legacyKey("a|b|c", user: nil), in: Sample.tenant.id) == nil)
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a line with the same key is the same line, and keeps its identifier`(
        engine: ConformanceEngine
    ) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                let rows = tables.legacyEntries
                let first = Sample.legacyEntry("scanner")
                try rows.save(first)
                var second = first
                second.id = Sample.id("another")
                second.attempts = 9
                try rows.save(second)
                second.id = first.id
                #expect(try rows.find(first.key, in: Sample.tenant.id) == second)
                let filter = LegacyEntryFilter(now: Sample.now)
                #expect(try rows.list(in: Sample.tenant.id, filter: filter, limit: 5).items == [second])
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `counting ends where it is told to, and tells proven lines from others`(
        engine: ConformanceEngine
    ) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                let (rows, tenant) = (tables.legacyEntries, Sample.tenant.id)
                for number in 0..<4 {
                    var entry = Sample.legacyEntry("client \(number)", user: number == 0 ? nil : Sample.ada.id)
                    if number == 3 { entry.lastProvenAt = Sample.now }
                    try rows.save(entry)
                }
                #expect(try rows.count(of: Sample.ada.id, upTo: 9) == 3)
                #expect(try rows.count(of: Sample.ada.id, upTo: 2) == 2)
                #expect(try rows.count(in: tenant, proven: true, upTo: 9) == 1)
                #expect(try rows.count(in: tenant, proven: false, upTo: 9) == 3)
                #expect(try rows.count(in: tenant, proven: false, upTo: 2) == 2)
                #expect(try rows.count(in: Sample.otherTenant.id, proven: false, upTo: 9) == 0)
                #expect(try rows.proven(in: tenant, since: Sample.now, limit: 9).map(\.id) == [Sample.id("client 3")])
                #expect(try rows.proven(in: tenant, since: Sample.now + .seconds(1), limit: 9).isEmpty)
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `the list is paged by when a line was seen last, and narrowed`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                let (rows, tenant) = (tables.legacyEntries, Sample.tenant.id)
                for (number, state) in LegacyEntry.State.allCases.enumerated() {
                    var entry = Sample.legacyEntry("client \(number)", at: Sample.now + .seconds(number))
                    entry.state = state
                    if state == .accepted { entry.acceptedUntil = Sample.now + .days(1) }
                    try rows.save(entry)
                }
                let all = LegacyEntryFilter(now: Sample.now)
                let first = try rows.list(in: tenant, filter: all, limit: 3)
                #expect(first.items.map(\.key.userAgent) == ["client 3", "client 2", "client 1"])
                let second = try rows.list(in: tenant, filter: all, after: first.next, limit: 3)
                #expect(second.items.map(\.key.userAgent) == ["client 0"])
                #expect(second.next == nil)
                for state in LegacyEntry.State.allCases {
                    let filter = LegacyEntryFilter(state: state, now: Sample.now)
                    #expect(try rows.list(in: tenant, filter: filter, limit: 9).items.map(\.state) == [state])
                }
                // What was accepted until a day is open once the day has come.
                let late = LegacyEntryFilter(state: .open, now: Sample.now + .days(1))
                #expect(try rows.list(in: tenant, filter: late, limit: 9).items.map(\.state) == [.accepted, .open])
                let lateAccepted = LegacyEntryFilter(state: .accepted, now: Sample.now + .days(1))
                #expect(try rows.list(in: tenant, filter: lateAccepted, limit: 9).items.isEmpty)
                for (filter, count) in [
                    (LegacyEntryFilter(text: "ADA@", now: Sample.now), 4),
                    (LegacyEntryFilter(text: "192.0.2.7", now: Sample.now), 4),
                    (LegacyEntryFilter(text: "%", now: Sample.now), 0),
                    (LegacyEntryFilter(clientApp: "IMAP4", now: Sample.now), 4),
                    (LegacyEntryFilter(clientApp: "POP3", now: Sample.now), 0),
                    (LegacyEntryFilter(door: "legacyMail", now: Sample.now), 4),
                    (LegacyEntryFilter(door: "legacyBasic", now: Sample.now), 0),
                    (LegacyEntryFilter(provenOnly: true, now: Sample.now), 0),
                ] {
                    #expect(try rows.list(in: tenant, filter: filter, limit: 9).items.count == count)
                }
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a line goes when it was not seen for as long as the logs are kept (D30)`(
        engine: ConformanceEngine
    ) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                try tables.legacyEntries.save(Sample.legacyEntry("old", at: Sample.now))
                try tables.legacyEntries.save(Sample.legacyEntry("new", at: Sample.now + .days(1)))
                let before = Sample.now + .seconds(1)
                #expect(try tables.upkeep.pruneLogs(in: Sample.otherTenant.id, before: before, limit: 9) == 0)
                #expect(try tables.upkeep.pruneLogs(in: Sample.tenant.id, before: before, limit: 9) == 1)
                let left = try tables.legacyEntries.list(
                    in: Sample.tenant.id, filter: LegacyEntryFilter(now: Sample.now), limit: 9)
                #expect(left.items.map(\.id) == [Sample.id("new")])
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `the last use of a secret is kept, and only moves forward by what was asked`(
        engine: ConformanceEngine
    ) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                let rows = tables.clientCredentials
                let credential = ClientCredential(
                    id: Sample.id("used"), application: Sample.portal.id, tenant: Sample.tenant.id, kind: .secret,
                    digest: Sample.hash("used"), hint: "abc", createdAt: Sample.now)
                try rows.insert(credential)
                let find = { try rows.list(Sample.portal.id).first { $0.id == credential.id }?.lastUsedAt }
                #expect(try find() == nil)
                try rows.noteUse(credential.id, at: Sample.now, unlessSince: Sample.now - .hours(1))
                #expect(try find() == Sample.now)
                let soon = Sample.now + .minutes(30)
                try rows.noteUse(credential.id, at: soon, unlessSince: soon - .hours(1))
                #expect(try find() == Sample.now)
                let later = Sample.now + .hours(2)
                try rows.noteUse(credential.id, at: later, unlessSince: later - .hours(1))
                #expect(try find() == later)
            }
        }
    }
}
