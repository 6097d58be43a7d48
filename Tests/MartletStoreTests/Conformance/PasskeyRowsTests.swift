import MartletDirectory
import MartletStore
import Testing

@Suite struct `Rows of passkeys` {
    @Test(arguments: ConformanceEngine.all)
    func `a passkey comes back with every field, by its owner and by its credential`(
        engine: ConformanceEngine
    ) async throws {
        try await engine.withSample { store in
            var used = Sample.passkey("second")
            used.isBackedUp = true
            used.isAttested = false
            used.transports = []
            used.signCount = .max
            used.createdAt = Sample.now + .seconds(1)
            used.lastUsedAt = Sample.now + .days(1)
            let (first, second) = (Sample.passkey("first"), used)
            try await store.write { (tables) throws in
                #expect(try tables.passkeys.insert(second))
                #expect(try tables.passkeys.insert(first))
            }
            try await store.read { (tables) throws in
                #expect(try tables.passkeys.list(Sample.ada.id) == [first, second])
                #expect(try tables.passkeys.list(Sample.stranger.id).isEmpty)
                #expect(try tables.passkeys.find(credential: second.credentialID) == second)
                #expect(try tables.passkeys.find(credential: [1]) == nil)
            }
        }
    }

    /// A066.
    @Test(arguments: ConformanceEngine.all)
    func `a credential that is somebody's is nobody else's, not even of another tenant (A066)`(
        engine: ConformanceEngine
    ) async throws {
        try await engine.withSample { store in
            let own = Sample.passkey("key")
            var copy = Sample.passkey("copy", of: Sample.stranger)
            copy.credentialID = own.credentialID
            let taken = copy
            let other = Sample.passkey("other", of: Sample.stranger)
            try await store.write { (tables) throws in
                #expect(try tables.passkeys.insert(own))
                #expect(try !tables.passkeys.insert(taken))
                #expect(try tables.passkeys.insert(other))
            }
            try await store.read { (tables) throws in
                #expect(try tables.passkeys.find(credential: own.credentialID) == own)
                #expect(try tables.passkeys.list(Sample.stranger.id) == [other])
            }
        }
    }

    /// A064: two uses of one count, on two nodes, are one use.
    @Test(arguments: ConformanceEngine.all)
    func `a use is noted once for each count that was read (A064)`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            let passkey = Sample.passkey("key")
            let later = Sample.now + .minutes(1)
            try await store.write { (tables) throws in
                _ = try tables.passkeys.insert(passkey)
                #expect(
                    try tables.passkeys.noteUse(passkey.id, signCount: 8, after: 7, isBackedUp: true, at: later))
                #expect(
                    try !tables.passkeys.noteUse(passkey.id, signCount: 8, after: 7, isBackedUp: true, at: later))
                let kept = try tables.passkeys.find(credential: passkey.credentialID)
                #expect(kept?.signCount == 8 && kept?.isBackedUp == true && kept?.lastUsedAt == later)
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a passkey is renamed and deleted by its owner alone`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            let passkey = Sample.passkey("key")
            try await store.write { (tables) throws in
                _ = try tables.passkeys.insert(passkey)
                #expect(try !tables.passkeys.rename(passkey.id, of: Sample.stranger.id, to: "Mine"))
                #expect(try !tables.passkeys.delete(passkey.id, of: Sample.stranger.id))
                #expect(try tables.passkeys.list(Sample.ada.id) == [passkey])
                #expect(try tables.passkeys.rename(passkey.id, of: Sample.ada.id, to: "Red key"))
                #expect(try tables.passkeys.list(Sample.ada.id).map(\.name) == ["Red key"])
                #expect(try tables.users.isRegistered(Sample.ada.id))
                #expect(try tables.passkeys.delete(passkey.id, of: Sample.ada.id))
                #expect(try !tables.users.isRegistered(Sample.ada.id))
                _ = try tables.passkeys.insert(passkey)
                #expect(try tables.passkeys.deleteAll(of: Sample.ada.id) == 1)
            }
        }
    }

    /// A passkey alone makes somebody registered, and is counted once beside an authenticator app.
    @Test(arguments: ConformanceEngine.all)
    func `somebody with a passkey is registered`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            let (tenant, now) = (Sample.tenant.id, Sample.now)
            try await store.write { (tables) throws in
                try tables.users.insert(Sample.user("bare", "Bare"))
                _ = try tables.passkeys.insert(Sample.passkey("key"))
                var counts = try tables.users.registrationCounts(in: tenant, since: now, end: now)
                #expect(counts.registered == 1 && counts.notBegun == 1)
                try tables.totpMethods.insert(Sample.totp("phone"))
                counts = try tables.users.registrationCounts(in: tenant, since: now, end: now)
                #expect(counts.registered == 1 && counts.notBegun == 1)
                let page = try tables.users.list(
                    in: tenant, matching: nil, filter: .notRegistered, after: nil, limit: 5)
                #expect(page.items.map(\.displayName) == ["Bare"])
            }
        }
    }
}
