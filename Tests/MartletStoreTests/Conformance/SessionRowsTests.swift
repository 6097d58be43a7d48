import MartletDirectory
import MartletStore
import Testing

@Suite struct `Rows of sessions and tokens` {
    @Test(arguments: ConformanceEngine.all)
    func `a session comes back by its secret and by its id`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            try await store.read { (tables) throws in
                #expect(try tables.sessions.find(secretHash: Sample.session.secretHash) == Sample.session)
                #expect(try tables.sessions.find(secretHash: Sample.hash("guess")) == nil)
                #expect(try tables.sessions.find(Sample.session.id, in: Sample.tenant.id) == Sample.session)
                #expect(try tables.sessions.find(Sample.session.id, in: Sample.otherTenant.id) == nil)
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `two sessions never share a secret`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            var twin = Sample.session("twin")
            twin.secretHash = Sample.session.secretHash
            let session = twin
            await #expect(throws: StoreError.self) {
                try await store.write { try $0.sessions.insert(session, by: Sample.gate) }
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `raising a session replaces its secret (A108), for its own user only`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            let proofs = Sample.session.proofs + [Proof(method: .recoveryCode, at: Sample.now + .hours(1))]
            let stranger = OpenGate(subject: Sample.stranger.id, tenant: Sample.otherTenant.id)
            try await store.write { (tables) throws in
                #expect(
                    try tables.sessions.raise(
                        Sample.session.id, proofs: proofs, usedRememberedBrowser: true, secretHash: Sample.hash("new"),
                        expiresAt: Sample.session.expiresAt, by: stranger) == false)
                // Raising never lengthens.
                #expect(
                    try tables.sessions.raise(
                        Sample.session.id, proofs: proofs, usedRememberedBrowser: true, secretHash: Sample.hash("new"),
                        expiresAt: Sample.session.expiresAt + .seconds(1), by: Sample.gate) == false)
                #expect(try tables.sessions.find(secretHash: Sample.session.secretHash) == Sample.session)
                #expect(
                    try tables.sessions.raise(
                        Sample.session.id, proofs: proofs, usedRememberedBrowser: true, secretHash: Sample.hash("new"),
                        expiresAt: Sample.session.expiresAt - .days(1), by: Sample.gate))
                #expect(try tables.sessions.find(secretHash: Sample.session.secretHash) == nil)
                let raised = try tables.sessions.find(secretHash: Sample.hash("new"))
                #expect(raised?.proofs == proofs)
                #expect(raised?.usedRememberedBrowser == true)
                #expect(raised?.expiresAt == Sample.session.expiresAt - .days(1))
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `an ended session stays ended, with its first reason`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                let (rows, id, tenant) = (tables.sessions, Sample.session.id, Sample.tenant.id)
                try rows.touch(id, at: Sample.now + .minutes(5))
                try rows.touch(id, at: Sample.now + .minutes(4))
                #expect(try rows.find(id, in: tenant)?.lastSeenAt == Sample.now + .minutes(5))
                #expect(try rows.end(id, in: Sample.otherTenant.id, at: Sample.now, reason: .signedOut) == false)
                #expect(try rows.end(id, in: tenant, at: Sample.now, reason: .signedOut))
                #expect(try rows.end(id, in: tenant, at: Sample.now, reason: .passwordChanged) == false)
                #expect(try rows.find(id, in: tenant)?.endReason == .signedOut)
                #expect(try rows.find(id, in: tenant)?.endedAt == Sample.now)
                #expect(
                    try rows.raise(
                        id, proofs: [], usedRememberedBrowser: false, secretHash: Sample.hash("x"),
                        expiresAt: Sample.session.expiresAt, by: Sample.gate) == false)
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `ending all sessions keeps the one that asks, and other tenants'`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                for word in ["second", "third"] { try tables.sessions.insert(Sample.session(word), by: Sample.gate) }
                let stranger = Sample.stranger
                try tables.sessions.insert(
                    Sample.session("strange", of: stranger),
                    by: OpenGate(subject: stranger.id, tenant: stranger.tenant))
                #expect(try tables.sessions.list(Sample.ada.id, liveAt: Sample.now).count == 3)
                #expect(try tables.sessions.list(Sample.ada.id, liveAt: Sample.now + .days(90)).isEmpty)
                let kept = Sample.session.id
                #expect(
                    try tables.sessions.endAll(Sample.ada.id, at: Sample.now, reason: .passwordChanged, except: kept)
                        == 2)
                #expect(try tables.sessions.list(Sample.ada.id, liveAt: Sample.now).map(\.id) == [kept])
                let reason = Session.EndReason.securityDefaultsEnabled
                #expect(
                    try tables.sessions.endAll(in: Sample.tenant.id, at: Sample.now, reason: reason, except: kept) == 0)
                #expect(try tables.sessions.endAll(in: Sample.tenant.id, at: Sample.now, reason: reason) == 1)
                #expect(try tables.sessions.list(stranger.id, liveAt: Sample.now).count == 1)
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a pending sign-in comes back with every field, and an old version is refused`(
        engine: ConformanceEngine
    ) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                var pending = Sample.pending("p")
                try tables.pendingSignIns.insert(pending)
                #expect(try tables.pendingSignIns.find(handleHash: pending.handleHash) == pending)
                pending.request = "{}"
                pending.typedName = "ada@contoso.example"
                pending.user = Sample.ada.id
                pending.session = Sample.session.id
                pending.proofs = Sample.session.proofs
                pending.mustChangePassword = true
                pending.skippedRegistration = true
                pending.sealedTOTPSecret = [1, 2, 3]
                pending.showsRecoveryCodes = true
                pending.staysSignedIn = false
                pending.gaveConsent = true
                #expect(try tables.pendingSignIns.update(pending))
                #expect(try tables.pendingSignIns.update(pending) == false)
                pending.version = 2
                #expect(try tables.pendingSignIns.find(handleHash: pending.handleHash) == pending)
                #expect(try tables.pendingSignIns.update(pending))
                #expect(try tables.pendingSignIns.delete(handleHash: pending.handleHash))
                #expect(try tables.pendingSignIns.find(handleHash: pending.handleHash) == nil)
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a code comes back when it is spent, spent`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                var code = Sample.code
                try tables.authorizationCodes.insert(code, by: Sample.gate)
                #expect(try tables.authorizationCodes.find(code.hash) == code)
                code.spentAt = Sample.now + .seconds(1)
                #expect(try tables.authorizationCodes.spend(code.hash, at: Sample.now + .seconds(1)) == code)
                #expect(try tables.authorizationCodes.spend(code.hash, at: Sample.now + .seconds(2)) == nil)
                #expect(try tables.authorizationCodes.find(code.hash) == code)
                #expect(try tables.authorizationCodes.spend(Sample.hash("guess"), at: Sample.now) == nil)
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a refresh token joins only a family of whom the gate let through`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                try tables.refreshFamilies.insert(Sample.family, by: Sample.gate)
                #expect(try tables.refreshFamilies.find(Sample.family.id) == Sample.family)
                try tables.users.insert(Sample.user("eve", "Eve"))
            }
            let eve = OpenGate(subject: Sample.id("eve"), tenant: Sample.tenant.id)
            await #expect(throws: StoreError.self) {
                try await store.write { try $0.refreshTokens.insert(Sample.refreshToken("r"), by: eve) }
            }
            try await store.write { (tables) throws in
                var token = Sample.refreshToken("r")
                try tables.refreshTokens.insert(token, by: Sample.gate)
                #expect(try tables.refreshTokens.find(token.hash) == token)
                token.spentAt = Sample.now
                #expect(try tables.refreshTokens.spend(token.hash, at: Sample.now) == token)
                #expect(try tables.refreshTokens.spend(token.hash, at: Sample.now) == nil)
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `families are revoked one by one, by app, by session, by user and by tenant`(
        engine: ConformanceEngine
    ) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                let rows = tables.refreshFamilies
                for word in ["a", "b", "c", "d", "e"] { try rows.insert(Sample.family(word), by: Sample.gate) }
                #expect(try rows.revoke(Sample.id("a"), at: Sample.now))
                #expect(try rows.revoke(Sample.id("a"), at: Sample.now + .days(1)) == false)
                #expect(try rows.find(Sample.id("a"))?.revokedAt == Sample.now)
                #expect(try rows.revokeAll(Sample.ada.id, application: Sample.id("other"), at: Sample.now) == 0)
                #expect(try rows.revokeAll(session: Sample.id("other"), at: Sample.now) == 0)
                #expect(try rows.revokeAll(in: Sample.tenant.id, at: Sample.now, exceptUser: Sample.ada.id) == 0)
                #expect(try rows.revokeAll(in: Sample.otherTenant.id, at: Sample.now) == 0)
                #expect(try rows.revokeAll(session: Sample.session.id, at: Sample.now) == 4)
                try rows.insert(Sample.family("f"), by: Sample.gate)
                #expect(try rows.revokeAll(Sample.ada.id, application: Sample.portal.id, at: Sample.now) == 1)
                try rows.insert(Sample.family("g"), by: Sample.gate)
                #expect(try rows.revokeAll(Sample.ada.id, at: Sample.now) == 1)
                try rows.insert(Sample.family("h"), by: Sample.gate)
                #expect(try rows.revokeAll(in: Sample.tenant.id, at: Sample.now) == 1)
            }
        }
    }
}
