import MartletDirectory
import MartletStore
import Testing

@Suite struct `Rows of logout deliveries` {
    private static let tenant = Sample.tenant.id
    private static let ada = Sample.ada.id

    /// Lets the sample's app listen and take part in the sample's session.
    private func listen(_ tables: Tables) throws {
        var app = Sample.portal
        app.settings.logout.backChannelURI = "https://portal.example/out"
        try tables.applications.update(app)
        try tables.refreshFamilies.insert(Sample.family, by: Sample.gate)
    }

    private func all(_ store: Store) async throws -> [LogoutDelivery] {
        try await store.read { try $0.logoutDeliveries.waiting(for: Sample.portal.id, limit: 10) }
    }

    @Test(arguments: ConformanceEngine.all)
    func `the end of a session and its messages are one write, and happen once`(engine: ConformanceEngine) async throws
    {
        try await engine.withSample { store in
            try await store.write { tables in try listen(tables) }
            struct Crash: Error {}
            await #expect(throws: Crash.self) {
                try await store.write { tables in
                    _ = try tables.sessions.end(Sample.session.id, in: Self.tenant, at: Sample.now, reason: .signedOut)
                    throw Crash()
                }
            }
            #expect(try await all(store).isEmpty)
            for expected in [true, false] {
                let hasEnded = try await store.write { tables in
                    try tables.sessions.end(Sample.session.id, in: Self.tenant, at: Sample.now, reason: .signedOut)
                }
                #expect(hasEnded == expected)
            }
            let delivery = try #require(try await all(store).first)
            #expect(try await all(store).count == 1)
            #expect(delivery.session == Sample.session.id && delivery.user == Self.ada && delivery.attempts == 0)
            #expect(delivery.uri == "https://portal.example/out" && delivery.nextTryAt == Sample.now)
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `every way of ending sessions tells the apps that listen, and no others`(
        engine: ConformanceEngine
    )
        async throws
    {
        let ways: [@Sendable (Tables) throws -> Void] = [
            { try $0.sessions.endAll(Self.ada, at: Sample.now, reason: .accountDisabled) },
            { try $0.sessions.endAll(in: Self.tenant, at: Sample.now, reason: .securityDefaultsEnabled) },
        ]
        for way in ways {
            try await engine.withSample { store in
                try await store.write { tables in
                    try tables.refreshFamilies.insert(Sample.family, by: Sample.gate)
                    // A name that looks like a setting is none.
                    var app = Sample.portal
                    app.settings.presentation.publisher = "\"backChannelURI\":\"https://x\""
                    try tables.applications.update(app)
                    try way(tables)
                }
                #expect(try await all(store).isEmpty)
            }
            try await engine.withSample { store in
                try await store.write { tables in
                    try listen(tables)
                    try tables.sessions.endAll(
                        Self.ada, at: Sample.now, reason: .endedByUser, except: Sample.session.id)
                }
                #expect(try await all(store).isEmpty)
                try await store.write { tables in try way(tables) }
                #expect(try await all(store).count == 1)
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `F40 a message is one node's at a time, and another's when that one dies`(
        engine: ConformanceEngine
    )
        async throws
    {
        try await engine.withSample { store in
            try await store.write { tables in
                try listen(tables)
                try tables.sessions.endAll(Self.ada, at: Sample.now, reason: .signedOut)
                let rows = tables.logoutDeliveries
                let lease = Sample.now + .minutes(1)
                let first = try #require(try rows.claim(at: Sample.now, until: lease, limit: 5).first)
                #expect(try rows.claim(at: Sample.now, until: lease, limit: 5).isEmpty)
                // The first node has died; its claim is over, and what it may write later counts no more.
                let second = try #require(try rows.claim(at: lease, until: lease + .minutes(1), limit: 5).first)
                #expect(second.attempts == 2)
                var late = first
                late.deliveredAt = lease
                #expect(try !rows.settle(late))
                var settled = second
                settled.deliveredAt = lease
                #expect(try rows.settle(settled))
                #expect(try !rows.settle(settled))
                #expect(try rows.find(second.id) == settled)
                #expect(try !rows.isAnyDue(at: lease + .days(1)))
                #expect(
                    try rows.tally(of: Sample.portal.id, since: Sample.now - .days(1))
                        == LogoutDelivery.Tally(delivered: 1))
                #expect(try rows.tally(of: Sample.portal.id, since: Sample.now) == LogoutDelivery.Tally())
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `apps that go on with a new session are told of the one they know`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            try await store.write { tables in
                try listen(tables)
                let later = Sample.session("later")
                try tables.sessions.insert(later, by: Sample.gate)
                #expect(try tables.refreshFamilies.move(from: Sample.session.id, to: later.id) == 1)
                _ = try tables.sessions.end(Sample.session.id, in: Self.tenant, at: Sample.now, reason: .superseded)
                #expect(try tables.logoutDeliveries.waiting(for: Sample.portal.id, limit: 5).isEmpty)
                let participant = SessionParticipant(
                    application: Sample.portal.id, tenant: Self.tenant, user: Self.ada, session: Sample.session.id)
                #expect(try tables.refreshFamilies.participants(in: later.id) == [participant])
                _ = try tables.sessions.end(later.id, in: Self.tenant, at: Sample.now, reason: .signedOut)
            }
            #expect(try await all(store).map(\.session) == [Sample.session.id])
        }
    }
}
