import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore
import Synchronization
import Testing

// F33.
@Suite struct `Revoking a signing key` {
    private func keys(_ house: Organization) async throws -> [SigningKey] {
        try await house.tools.store.read { [tenant = house.tenant.id] tables in
            try tables.signingKeys.list(in: tenant).filter { $0.algorithm == .es256 }
        }
    }

    private func token(_ tools: Tools, _ house: Organization) async throws -> String {
        let at = house.clock.now
        return try await tools.keyRing.signer(for: house.tenant.id, algorithm: .es256, at: at)
            .sign(
                claims: ["iss": .string("me"), "exp": .integer(at.seconds + 600), "iat": .integer(at.seconds)],
                type: .jwt)
    }

    private func isKnown(_ keyID: String, to tools: Tools, _ house: Organization) async throws -> Bool {
        try await tools.keyRing.published(for: house.tenant.id, at: house.clock.now).contains { $0.keyID == keyID }
    }

    @Test func `the only key is replaced by one that signs at once`() async throws {
        let house = try await Organization()
        let leaked = try #require(try await keys(house).first)
        _ = try await token(house.tools, house)
        let signing = try await RevokeSigningKey(house.tools)(leaked.keyID, by: house.operator)
        #expect(signing.keyID != leaked.keyID && signing.signsFrom == house.clock.now)
        #expect(try await keys(house).map(\.keyID) == [signing.keyID])
        #expect(try await !isKnown(leaked.keyID, to: house.tools, house))
        _ = try await token(house.tools, house)
        let record = try #require(try await house.audits(.signingKeyRevoked).first)
        #expect(record.isAlert && record.targets.map(\.id) == [leaked.keyID])
    }

    @Test func `in the middle of a rotation the one that is left signs`() async throws {
        let house = try await Organization()
        let old = try #require(try await keys(house).first)
        try await RotateSigningKeys(house.tools)(by: house.operator)
        let next = try #require(try await keys(house).first { $0.keyID != old.keyID })
        // The one that signs: its successor takes over today.
        #expect(try await RevokeSigningKey(house.tools)(old.keyID, by: house.operator).keyID == next.keyID)
        #expect(try await keys(house).map(\.signsFrom) == [house.clock.now])
        // The successor of a second rotation: the one before it goes on, with no end.
        house.clock.advance(.hours(25))
        try await RotateSigningKeys(house.tools)(by: house.operator)
        let later = try #require(try await keys(house).first { $0.keyID != next.keyID })
        #expect(try await RevokeSigningKey(house.tools)(later.keyID, by: house.operator).keyID == next.keyID)
        #expect(try await keys(house).map(\.signsUntil) == [nil])
    }

    @Test func `another node refuses it within five seconds, also while its clock stands still`() async throws {
        let house = try await Organization()
        let uptime = Mutex(ContinuousClock.now)
        let node = Tools(
            store: house.tools.store, ambient: house.clock.ambient, sealer: house.tools.sealer,
            hashing: house.tools.hashing, publicURL: house.tools.publicURL, logger: house.tools.logger,
            uptime: { uptime.withLock { $0 } })
        let leaked = try #require(try await keys(house).first)
        #expect(try await isKnown(leaked.keyID, to: node, house))
        try await RevokeSigningKey(house.tools)(leaked.keyID, by: house.operator)
        #expect(try await isKnown(leaked.keyID, to: node, house))
        uptime.withLock { $0 += KeyRing.freshness }
        #expect(KeyRing.freshness < .seconds(5))
        #expect(try await !isKnown(leaked.keyID, to: node, house))
    }

    @Test func `an unknown key is not there, and a stranger may not`() async throws {
        let house = try await Organization()
        await #expect(throws: ActionError.notFound("signing key")) {
            try await RevokeSigningKey(house.tools)("nothing", by: house.operator)
        }
        let key = try #require(try await keys(house).first)
        let caller = try await house.caller(try await house.add("sec", role: .securityAdministrator))
        await #expect(throws: ActionError.forbidden(.forbidden(.noRole))) {
            try await RevokeSigningKey(house.tools)(key.keyID, by: caller)
        }
    }

    // A306: a clock that was far ahead for three days.
    @Test func `keys that a clock far ahead put off sign all the same and are called back`() async throws {
        let house = try await Organization()
        let right = house.clock.now
        house.clock.advance(.days(3650))
        _ = try await Housekeeping(house.tools)()
        house.clock.advance(.days(3))
        _ = try await Housekeeping(house.tools)()
        house.clock.set(to: right)
        _ = try await token(house.tools, house)
        _ = try await Housekeeping(house.tools)()
        #expect(try await keys(house).allSatisfy { $0.signsFrom <= right + .hours(24) })
        _ = try await token(house.tools, house)
    }
}
