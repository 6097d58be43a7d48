import MartletDirectory
import MartletStore
import Testing

@Suite struct `Rows of passes, preferences and tokens` {
    @Test(arguments: ConformanceEngine.all)
    func `a pass comes back, is spent once, and is replaced whole (TP-2)`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                let (rows, ada) = (tables.temporaryAccessPasses, Sample.ada.id)
                #expect(try rows.find(ada) == nil)
                try rows.save(Sample.pass)
                #expect(try rows.find(ada) == Sample.pass)
                #expect(try rows.spend(ada, hash: Sample.hash("other"), at: Sample.now) == false)
                #expect(try rows.spend(ada, hash: Sample.pass.hash, at: Sample.now + .minutes(1)))
                #expect(try rows.spend(ada, hash: Sample.pass.hash, at: Sample.now + .minutes(2)) == false)
                #expect(try rows.find(ada)?.spentAt == Sample.now + .minutes(1))
                var next = Sample.pass
                next.hash = Sample.hash("next")
                next.isOneTime = false
                try rows.save(next)
                #expect(try rows.find(ada) == next)
                #expect(try rows.delete(ada))
                #expect(try rows.delete(ada) == false)
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a restored store has no pass, and what has ended is cleared away`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                try tables.temporaryAccessPasses.save(Sample.pass)
                try tables.epoch.spendEverything(in: Sample.otherTenant.id, at: Sample.now)
                #expect(try tables.temporaryAccessPasses.find(Sample.ada.id) != nil)
                try tables.epoch.spendEverything(in: Sample.tenant.id, at: Sample.now)
                #expect(try tables.temporaryAccessPasses.find(Sample.ada.id) == nil)
                try tables.temporaryAccessPasses.save(Sample.pass)
                _ = try tables.upkeep.deleteExpired(at: Sample.pass.endsAt + .hours(23), limit: 10)
                #expect(try tables.temporaryAccessPasses.find(Sample.ada.id) != nil)
                _ = try tables.upkeep.deleteExpired(at: Sample.pass.endsAt + .days(1), limit: 10)
                #expect(try tables.temporaryAccessPasses.find(Sample.ada.id) == nil)
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `preferences come back, and somebody without any has the first ones`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                let (rows, ada) = (tables.methodPreferences, Sample.ada.id)
                #expect(
                    try rows.find(ada, in: Sample.tenant.id) == MethodPreferences(user: ada, tenant: Sample.tenant.id))
                var kept = MethodPreferences(user: ada, tenant: Sample.tenant.id)
                kept.defaultMethod = .totp
                kept.campaignSnoozes = 2
                kept.campaignSnoozedAt = Sample.now
                kept.registrationApprovedUntil = Sample.now + .days(1)
                kept.firstRegisteredAt = Sample.now
                kept.firstRegisteredFrom = "192.0.2.7"
                try rows.save(kept)
                try rows.save(kept)
                #expect(try rows.find(ada, in: Sample.tenant.id) == kept)
                #expect(try rows.firstRegistered(in: Sample.tenant.id, since: Sample.now, limit: 5) == [kept])
                let later = Sample.now + .seconds(1)
                #expect(try rows.firstRegistered(in: Sample.tenant.id, since: later, limit: 5).isEmpty)
                try rows.delete(ada)
                #expect(try rows.find(ada, in: Sample.tenant.id).campaignSnoozes == 0)
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a token is there once, given to one person, and activated once`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                let (rows, tenant, ada) = (tables.hardwareTokens, Sample.tenant.id, Sample.ada.id)
                let token = Sample.token("a")
                #expect(try rows.insert(token))
                var twin = Sample.token("b")
                twin.serialNumber = token.serialNumber
                #expect(try rows.insert(twin) == false)
                #expect(try rows.find(token.id, in: tenant) == token)
                #expect(try rows.find(token.id, in: Sample.otherTenant.id) == nil)
                // Nobody has it, so there is nobody to activate it for.
                #expect(try rows.activate(token.id, as: Sample.id("m"), at: Sample.now) == false)
                try rows.assign(token.id, to: ada)
                #expect(try rows.activate(token.id, as: Sample.id("m"), at: Sample.now))
                #expect(try rows.activate(token.id, as: Sample.id("n"), at: Sample.now) == false)
                #expect(try rows.list(of: ada).map(\.method) == [Sample.id("m")])
                #expect(try rows.activations(in: tenant, since: Sample.now - .minutes(5)) == 1)
                #expect(try rows.activations(in: tenant, since: Sample.now) == 0)
                try rows.release(Sample.id("m"), of: ada)
                #expect(try rows.find(token.id, in: tenant) == token)
                #expect(try rows.insert(Sample.token("c")))
                #expect(try rows.list(in: tenant, limit: 1).map(\.id) == [token.id])
                #expect(try rows.list(in: tenant, after: token.serialNumber, limit: 9).count == 1)
                #expect(try rows.delete(token.id, in: Sample.otherTenant.id) == false)
                #expect(try rows.delete(token.id, in: tenant))
            }
        }
    }
}
