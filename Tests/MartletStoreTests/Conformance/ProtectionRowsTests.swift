import MartletDirectory
import MartletStore
import Testing

@Suite struct `Rows of protection` {
    @Test(arguments: ConformanceEngine.all)
    func `the kinds of lockout never share a counter (SL-5)`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                let (rows, tenant) = (tables.lockouts, Sample.tenant.id)
                var counter = LockoutCounter(
                    tenant: tenant, subject: "ada", kind: .unfamiliar, failures: 3, lockCount: 1,
                    lockedUntil: Sample.now + .minutes(1), lastFailureAt: Sample.now,
                    recentWrong: [Sample.hash("a"), [], [0xff, 0]])
                try rows.save(counter)
                // An empty digest is none.
                counter.recentWrong = [Sample.hash("a"), [0xff, 0]]
                #expect(try rows.find(in: tenant, subject: "ada", kind: .unfamiliar) == counter)
                #expect(try rows.find(in: tenant, subject: "ada", kind: .familiar) == nil)
                #expect(try rows.find(in: Sample.otherTenant.id, subject: "ada", kind: .unfamiliar) == nil)
                counter.failures = 4
                counter.lockedUntil = nil
                try rows.save(counter)
                var other = counter
                other.kind = .familiar
                other.recentWrong = []
                try rows.save(other)
                #expect(try rows.list(in: tenant, subject: "ada") == [other, counter])
                try rows.clear(in: tenant, subject: "ada", kind: .familiar)
                #expect(try rows.list(in: tenant, subject: "ada") == [counter])
                #expect(try rows.clear(in: tenant, subject: "ada") == 1)
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `what is familiar keeps its first sight and may forget the second factor`(
        engine: ConformanceEngine
    ) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                let rows = tables.familiarities
                var browser = Familiarity(
                    user: Sample.ada.id, tenant: Sample.tenant.id, kind: .browser, key: "digest",
                    firstSeenAt: Sample.now, lastSeenAt: Sample.now, remembersMFAUntil: Sample.now + .days(30))
                try rows.save(browser)
                var again = browser
                again.firstSeenAt = Sample.now + .days(1)
                again.lastSeenAt = Sample.now + .days(1)
                try rows.save(again)
                browser.lastSeenAt = again.lastSeenAt
                #expect(try rows.find(Sample.ada.id, kind: .browser, key: "digest") == browser)
                #expect(try rows.find(Sample.ada.id, kind: .place, key: "digest") == nil)
                #expect(try rows.find(Sample.stranger.id, kind: .browser, key: "digest") == nil)
                #expect(try rows.forgetRemembered(Sample.ada.id) == 1)
                #expect(try rows.forgetRemembered(Sample.ada.id) == 0)
                browser.remembersMFAUntil = nil
                #expect(try rows.list(Sample.ada.id) == [browser])
                #expect(try rows.deleteAll(of: Sample.ada.id) == 1)
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `upkeep removes what is past its use and nothing else`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                try tables.pendingSignIns.insert(Sample.pending("p"))
                try tables.authorizationCodes.insert(Sample.code, by: Sample.gate)
                try tables.refreshFamilies.insert(Sample.family, by: Sample.gate)
                try tables.refreshTokens.insert(Sample.refreshToken("r"), by: Sample.gate)
                try tables.lockouts.save(
                    LockoutCounter(
                        tenant: Sample.tenant.id, subject: "ada", kind: .familiar, lastFailureAt: Sample.now))
                try tables.familiarities.save(
                    Familiarity(
                        user: Sample.ada.id, tenant: Sample.tenant.id, kind: .network, key: "192.0.2.0/24",
                        firstSeenAt: Sample.now, lastSeenAt: Sample.now))
            }
            // What each step of time removes: sign-in under way, code and counter, familiarity and family, session.
            let steps: [(Duration, Int)] = [
                (.minutes(14), 0), (.minutes(15), 1), (.minutes(16), 0), (.days(1) + .minutes(1), 2), (.days(89), 0),
                (.days(90), 1), (.days(91), 1), (.days(119), 0), (.days(120), 1), (.days(999), 0),
            ]
            for (duration, count) in steps {
                let removed = try await store.write {
                    try $0.upkeep.deleteExpired(at: Sample.now + duration, limit: 100)
                }
                #expect(removed == count, "after \(duration)")
            }
            try await store.read { (tables) throws in
                #expect(try tables.sessions.find(Sample.session.id, in: Sample.tenant.id) == nil)
                #expect(try tables.refreshTokens.find(Sample.hash("r")) == nil)
                #expect(try tables.users.count(in: Sample.tenant.id) == 1)
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `an ended session goes after 30 days, but not before its refresh tokens`(
        engine: ConformanceEngine
    ) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                try tables.refreshFamilies.insert(Sample.family, by: Sample.gate)
                try tables.sessions.insert(Sample.session("second"), by: Sample.gate)
                try tables.sessions.endAll(Sample.ada.id, at: Sample.now, reason: .signedOut)
                #expect(try tables.upkeep.deleteExpired(at: Sample.now + .days(29), limit: 100) == 0)
                #expect(try tables.upkeep.deleteExpired(at: Sample.now + .days(30), limit: 100) == 1)
                #expect(try tables.sessions.find(Sample.session.id, in: Sample.tenant.id) != nil)
                #expect(try tables.sessions.find(Sample.id("second"), in: Sample.tenant.id) == nil)
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `upkeep takes no more than it may at once`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                for index in 0..<25 { try tables.pendingSignIns.insert(Sample.pending("p\(index)")) }
                let time = Sample.now + .hours(1)
                let removed = try (0..<4).map { _ in try tables.upkeep.deleteExpired(at: time, limit: 10) }
                #expect(removed == [10, 10, 5, 0])
            }
        }
    }
}
