import MartletDirectory
import MartletStore
import Testing

/// Promise 6: one-time things are spent once, however many try at the same instant.
@Suite struct `Spending` {
    /// How many of 200 parallel writes say that they won.
    private func winners(
        _ store: Store, _ spend: @escaping @Sendable (Tables) throws -> Bool
    ) async throws -> Int {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<200 { group.addTask { try await store.write(spend) } }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a code is spent once by 200 at once (A143)`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            try await store.write { try $0.authorizationCodes.insert(Sample.code, by: Sample.gate) }
            let time = Sample.now + .seconds(5)
            #expect(
                try await winners(store) { try $0.authorizationCodes.spend(Sample.code.hash, at: time) != nil } == 1)
            let code = try await store.read { try $0.authorizationCodes.find(Sample.code.hash) }
            #expect(code?.spentAt == time)
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a refresh token is spent once by 200 at once (A158)`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            let token = Sample.refreshToken("r")
            try await store.write { tables in
                try tables.refreshFamilies.insert(Sample.family, by: Sample.gate)
                try tables.refreshTokens.insert(token, by: Sample.gate)
            }
            #expect(try await winners(store) { try $0.refreshTokens.spend(token.hash, at: Sample.now) != nil } == 1)
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `an assertion is spent once by 200 at once, and each app has its own (A185)`(
        engine: ConformanceEngine
    ) async throws {
        try await engine.withSample { store in
            let (app, time) = (Sample.portal, Sample.now + .minutes(10))
            let winners = try await winners(store) {
                try $0.spentAssertions.spend(Sample.hash("j"), of: app.id, in: app.tenant, expiresAt: time)
            }
            #expect(winners == 1)
            try await store.write { (tables) throws in
                var other = app
                other.id = Sample.id("other")
                try tables.applications.insert(other)
                let rows = tables.spentAssertions
                #expect(try rows.spend(Sample.hash("j"), of: other.id, in: app.tenant, expiresAt: time))
                #expect(try rows.spend(Sample.hash("k"), of: app.id, in: app.tenant, expiresAt: time))
                #expect(try !rows.spend(Sample.hash("k"), of: app.id, in: app.tenant, expiresAt: time))
                // It is remembered until it would be refused by its age on every node.
                #expect(try tables.upkeep.deleteExpired(at: time + .hours(23), limit: 100) == 0)
                #expect(try tables.upkeep.deleteExpired(at: time + .hours(24), limit: 100) == 3)
                #expect(try rows.spend(Sample.hash("k"), of: app.id, in: app.tenant, expiresAt: time))
                #expect(try tables.applications.delete(other.id, in: app.tenant))
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a time step is accepted once and only forward (A037–A039)`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            let method = Sample.totp("t")
            try await store.write { try $0.totpMethods.insert(method) }
            #expect(try await winners(store) { try $0.totpMethods.acceptStep(method.id, step: 101) } == 1)
            #expect(try await winners(store) { try $0.totpMethods.acceptStep(method.id, step: 100) } == 0)
            #expect(try await winners(store) { try $0.totpMethods.acceptStep(method.id, step: 102) } == 1)
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a recovery code is spent once, and only by its owner`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            let ada = Sample.ada
            let codes = ["a", "b"].map {
                RecoveryCode(user: ada.id, tenant: ada.tenant, hash: Sample.hash($0), createdAt: Sample.now)
            }
            try await store.write { try $0.recoveryCodes.replace(of: ada.id, in: ada.tenant, with: codes) }
            let stranger = Sample.stranger.id
            #expect(
                try await winners(store) {
                    try $0.recoveryCodes.spend(stranger, hash: Sample.hash("a"), at: Sample.now)
                } == 0)
            #expect(
                try await winners(store) { try $0.recoveryCodes.spend(ada.id, hash: Sample.hash("a"), at: Sample.now) }
                    == 1)
            #expect(try await store.read { try $0.recoveryCodes.countUnspent(ada.id) } == 1)
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a pending sign-in ends once`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            try await store.write { try $0.pendingSignIns.insert(Sample.pending("p")) }
            #expect(try await winners(store) { try $0.pendingSignIns.delete(handleHash: Sample.hash("p")) } == 1)
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `of 200 steps of one version one is taken (A003)`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            try await store.write { try $0.pendingSignIns.insert(Sample.pending("p")) }
            var step = Sample.pending("p")
            step.typedName = "ada@contoso.example"
            step.user = Sample.ada.id
            let taken = step
            #expect(try await winners(store) { try $0.pendingSignIns.update(taken) } == 1)
            let stored = try await store.read { try $0.pendingSignIns.find(handleHash: taken.handleHash) }
            #expect(stored?.version == 2)
            #expect(stored?.user == Sample.ada.id)
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `set-up is completed once and never opened again (A014)`(engine: ConformanceEngine) async throws {
        try await engine.withStore { store in
            let hash = Sample.hash("code")
            try await store.write { try $0.installation.update(Installation(setUpCodeHash: hash)) }
            #expect(try await winners(store) { try $0.installation.completeSetUp(at: Sample.now) } == 1)
            try await store.write { try $0.installation.update(Installation(sealingKeyCheck: [1])) }
            let later = Installation(setUpCompletedAt: Sample.now + .days(1), sealingKeyCheck: [2])
            try await store.write { try $0.installation.update(later) }
            let installation = try await store.read { try $0.installation.get() }
            #expect(installation == Installation(setUpCompletedAt: Sample.now, sealingKeyCheck: [2]))
        }
    }
}
