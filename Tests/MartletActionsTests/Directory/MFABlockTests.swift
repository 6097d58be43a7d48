import MartletActions
import MartletDirectory
import MartletPolicy
import MartletStore
import Testing

/// Putting people on the block list and taking them off it (PN-11, PN-14, PN-15).
@Suite struct `The block list` {
    private func line(_ house: Organization, _ user: User) async throws -> MFABlock? {
        try await house.tools.store.read { try $0.mfaBlocks.find(user.id) }
    }

    @Test func `PN-14 a block lasts ninety days, ends every sign-in and is recorded with its reason`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob", registered: true)
        _ = try await house.caller(bob)
        let block = try await BlockMFA(house.tools)(bob.id, reason: " phone stolen ", by: house.operator)
        #expect(block.endsAt == house.clock.now + .days(90) && block.cause == .administrator)
        #expect(try await line(house, bob) == block)
        #expect(try await house.sessions(bob.id).isEmpty)
        let record = try #require(try await house.audits(.mfaBlocked).first)
        #expect(record.targets.first?.id == bob.id.rawValue)
        #expect(record.changes.contains { $0.property == "reason" && $0.new == "phone stolen" })
        let lines = try await ListMFABlocks(house.tools)(by: house.operator)
        #expect(lines.map(\.user.id) == [bob.id] && lines.first?.block == block)
    }

    @Test func `PN-14 unblocking wants a reason too, and both are kept`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob", registered: true)
        await #expect(throws: ActionError.conflict(.alreadyDone)) {
            try await UnblockMFA(house.tools)(bob.id, reason: "x", by: house.operator)
        }
        try await BlockMFA(house.tools)(bob.id, reason: "phone stolen", by: house.operator)
        for reason in ["", "  ", String(repeating: "x", count: MFABlock.reasonLimit + 1)] {
            await #expect(throws: ActionError.self) {
                try await UnblockMFA(house.tools)(bob.id, reason: reason, by: house.operator)
            }
            await #expect(throws: ActionError.self) {
                try await BlockMFA(house.tools)(bob.id, reason: reason, by: house.operator)
            }
        }
        try await UnblockMFA(house.tools)(bob.id, reason: "phone found", by: house.operator)
        #expect(try await line(house, bob) == nil)
        let record = try #require(try await house.audits(.mfaUnblocked).first)
        #expect(
            record.changes.contains {
                $0.property == "reason" && $0.old == "phone stolen" && $0.new == "phone found"
            })
    }

    @Test func `PN-14 a block is over by itself after ninety days`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob", registered: true)
        try await BlockMFA(house.tools)(bob.id, reason: "phone stolen", by: house.operator)
        house.clock.advance(.days(90))
        #expect(try await ListMFABlocks(house.tools)(by: house.operator).isEmpty)
        await #expect(throws: ActionError.conflict(.alreadyDone)) {
            try await UnblockMFA(house.tools)(bob.id, reason: "x", by: house.operator)
        }
        _ = try await Housekeeping(house.tools)()
        #expect(try await line(house, bob) == nil)
    }

    @Test(arguments: DirectoryRole.all)
    func `PN-14 who looks after methods blocks and unblocks, upon those whom their role reaches`(
        role: DirectoryRole
    ) async throws {
        let house = try await Organization()
        let caller = try await house.caller(try await house.add("cal", role: role, registered: true))
        let bob = try await house.add("bob", registered: true)
        let carl = try await house.add("carl", role: .securityAdministrator, registered: true)
        let reach: [DirectoryRole] = [.globalAdministrator, .privilegedAuthenticationAdministrator]
        let all = reach + [.authenticationAdministrator]
        for (target, roles) in [(bob, all), (carl, reach)] {
            do {
                try await BlockMFA(house.tools)(target.id, reason: "lost", by: caller)
                #expect(roles.contains(role))
                try await UnblockMFA(house.tools)(target.id, reason: "found", by: caller)
            } catch ActionError.forbidden {
                #expect(!roles.contains(role))
            }
        }
    }

    @Test func `promise 7 the last usable Global Administrator is not blocked, nor is oneself`() async throws {
        let house = try await Organization()
        await #expect(throws: ActionError.lastAdministrator) {
            try await BlockMFA(house.tools)(house.founder.id, reason: "lost", by: house.operator)
        }
        let own = try await house.caller(house.founder)
        let second = try await house.add("second", role: .globalAdministrator, registered: true)
        await #expect(throws: ActionError.forbidden(.forbidden(.ownAccount))) {
            try await BlockMFA(house.tools)(house.founder.id, reason: "lost", by: own)
        }
        try await BlockMFA(house.tools)(second.id, reason: "lost", by: own)
        // Whoever is on the list is nobody to rely on.
        await #expect(throws: ActionError.lastAdministrator) {
            try await SetUserEnabled(house.tools)(house.founder.id, isEnabled: false, by: house.operator)
        }
        await #expect(throws: ActionError.lastAdministrator) {
            try await BlockMFA(house.tools)(house.founder.id, reason: "lost", by: house.operator)
        }
        try await UnblockMFA(house.tools)(second.id, reason: "found", by: own)
        try await BlockMFA(house.tools)(house.founder.id, reason: "lost", by: house.operator)
    }

    @Test func `PN-14 nobody on the list registers a method in a session that is left to them`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob")
        try await BlockMFA(house.tools)(bob.id, reason: "strange", by: house.operator)
        let caller = try await house.caller(bob, proofs: .password)
        await #expect(throws: ActionError.invalid([FieldProblem("authenticator", .notAllowed)])) {
            _ = try await BeginAuthenticator(house.tools)(by: caller)
        }
        await #expect(throws: ActionError.invalid([FieldProblem("passkey", .notAllowed)])) {
            _ = try await BeginPasskey(house.tools)(by: caller)
        }
        try await UnblockMFA(house.tools)(bob.id, reason: "cleared", by: house.operator)
        _ = try await BeginAuthenticator(house.tools)(by: caller)
    }

    @Test func `PN-14 what a session proved before is no second factor while its owner is on the list`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob", registered: true)
        try await BlockMFA(house.tools)(bob.id, reason: "strange", by: house.operator)
        let caller = try await house.caller(bob)
        await #expect(throws: ActionError.needsFreshSecondFactor) {
            _ = try await NewRecoveryCodes(house.tools)(by: caller)
        }
        try await UnblockMFA(house.tools)(bob.id, reason: "cleared", by: house.operator)
        _ = try await NewRecoveryCodes(house.tools)(by: caller)
    }

    @Test func `a deleted account leaves no line`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob", registered: true)
        try await BlockMFA(house.tools)(bob.id, reason: "strange", by: house.operator)
        try await DeleteUser(house.tools)(bob.id, by: house.operator)
        #expect(try await line(house, bob) == nil)
    }
}
