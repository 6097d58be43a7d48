import MartletActions
import MartletDirectory
import MartletPolicy
import MartletStore
import Testing

@Suite struct `Signing keys and upkeep` {
    private func keys(_ house: Organization, _ algorithm: SigningKey.Algorithm) async throws -> [SigningKey] {
        try await house.tools.store.read { [tenant = house.tenant.id] tables in
            try tables.signingKeys.list(in: tenant).filter { $0.algorithm == algorithm }
        }
    }

    @Test func `a rotation publishes first and signs a day later`() async throws {
        let house = try await Organization()
        let before = try #require(try await keys(house, .rs256).first)
        let ada = try await house.caller(house.founder)
        let now = house.clock.now
        try await RotateSigningKeys(house.tools)(by: ada)
        let after = try await keys(house, .rs256)
        #expect(after.count == 2)
        let fresh = try #require(after.first { $0.keyID != before.keyID })
        #expect(fresh.signsFrom == now + .hours(24))
        #expect(after.first { $0.keyID == before.keyID }?.signsUntil == fresh.signsFrom)
        _ = try await house.tools.keyRing.signer(for: house.tenant.id, algorithm: .rs256, at: now)
        #expect(try await house.tools.keyRing.published(for: house.tenant.id, at: now).count == 6)
        await #expect(throws: ActionError.conflict(.alreadyDone)) { try await RotateSigningKeys(house.tools)(by: ada) }
        // Upkeep removes the old key when no token of it can live any more.
        house.clock.advance(.hours(47))
        #expect(try await Housekeeping(house.tools)().keysRemoved == 0)
        house.clock.advance(.hours(2))
        #expect(try await Housekeeping(house.tools)().keysRemoved == 3)
        #expect(try await keys(house, .rs256).map(\.keyID) == [fresh.keyID])
    }

    @Test func `a leaked key is replaced at once`() async throws {
        let house = try await Organization()
        let before = try await keys(house, .es256)
        let made = try await RotateSigningKeys(house.tools)(immediately: true, by: house.operator)
        #expect(made.allSatisfy { $0.signsFrom == house.clock.now })
        let after = try await keys(house, .es256)
        #expect(after.count == 1 && after != before)
    }

    @Test func `keys are rotated by a Global Administrator`() async throws {
        let house = try await Organization()
        let caller = try await house.caller(try await house.add("sec", role: .securityAdministrator))
        await #expect(throws: ActionError.forbidden(.forbidden(.noRole))) {
            try await RotateSigningKeys(house.tools)(by: caller)
        }
    }

    @Test func `upkeep renews keys after ninety days and leaves young ones alone`() async throws {
        let house = try await Organization()
        house.clock.advance(.days(89))
        #expect(try await Housekeeping(house.tools)().keysMade == 0)
        house.clock.advance(.days(1))
        #expect(try await Housekeeping(house.tools)().keysMade == 3)
        #expect(try await Housekeeping(house.tools)().keysMade == 0)
        #expect(try await house.audits(.signingKeyRotated).first?.actor == .system)
    }

    // D30.
    @Test func `logs are kept as long as the organisation says`() async throws {
        let house = try await Organization()
        var tenant = house.tenant
        tenant.logRetentionDays = 30
        let kept = tenant
        try await house.tools.store.write { try $0.tenants.update(kept) }
        #expect(try await Housekeeping(house.tools)().pruned == 0)
        house.clock.advance(.days(31))
        #expect(try await Housekeeping(house.tools)().pruned == 4)
        #expect(try await house.tools.store.read { try $0.integrity.broken() } == [])
    }

    // A306.
    @Test func `a clock that shows a far year for a minute does not cost the log`() async throws {
        let house = try await Organization()
        house.clock.advance(.days(5))
        try await house.add("late")
        let before = try await house.audits().count
        let right = house.clock.now
        house.clock.advance(.days(3650))
        let report = try await Housekeeping(house.tools)()
        #expect(report.pruned == 4, "the log of the first day")
        house.clock.set(to: right)
        #expect(try await house.audits(.userAdded).count == 1)
        #expect(try await house.audits().count < before)
    }
}
