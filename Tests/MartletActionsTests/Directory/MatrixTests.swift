import MartletActions
import MartletDirectory
import MartletPolicy
import MartletStore
import Testing

/// A103, section 5.3: who may act on whom, on every path.
@Suite struct `Acting on other people's accounts` {
    @Test(arguments: [
        (DirectoryRole.helpdeskAdministrator, DirectoryRole?.none, true),
        (.helpdeskAdministrator, .helpdeskAdministrator, true),
        (.helpdeskAdministrator, .userAdministrator, false),
        (.helpdeskAdministrator, .globalAdministrator, false),
        (.passwordAdministrator, .helpdeskAdministrator, false),
        (.userAdministrator, .userAdministrator, true),
        (.userAdministrator, .securityAdministrator, false),
        (.authenticationAdministrator, .authenticationAdministrator, true),
        (.privilegedAuthenticationAdministrator, .globalAdministrator, true),
        (.globalReader, nil, false),
    ])
    func `a password is reset by the matrix`(
        role: DirectoryRole, target: DirectoryRole?, allowed: Bool
    ) async throws {
        let house = try await Organization()
        let helper = try await house.add("helper", role: role)
        let victim = try await house.add("victim", role: target)
        let caller = try await house.caller(helper)
        let before = try await house.tools.store.read { try $0.passwords.find(victim.id)?.hash }
        if allowed {
            #expect(try await ResetPassword(house.tools)(victim.id, by: caller) != nil)
        } else {
            await #expect(throws: ActionError.self) { try await ResetPassword(house.tools)(victim.id, by: caller) }
            #expect(try await house.tools.store.read { try $0.passwords.find(victim.id)?.hash } == before)
        }
        let record = try #require(try await house.audits(.passwordReset).first)
        #expect(record.succeeded == allowed)
        #expect(record.targets.map(\.id) == [victim.id.rawValue])
    }

    @Test func `a helpdesk reaches no administrator by any path`() async throws {
        let house = try await Organization()
        let helper = try await house.add("helper", role: .authenticationAdministrator)
        let caller = try await house.caller(helper)
        let id = house.founder.id
        let refusal = ActionError.forbidden(.forbidden(.targetIsPrivileged))
        await #expect(throws: refusal) { try await ResetPassword(house.tools)(id, by: caller) }
        await #expect(throws: refusal) { try await UnlockUser(house.tools)(id, by: caller) }
        await #expect(throws: refusal) { try await RequireReregistration(house.tools)(id, by: caller) }
        await #expect(throws: refusal) { try await RevokeSessions(house.tools)(id, by: caller) }
        await #expect(throws: refusal) { try await SetUserEnabled(house.tools)(id, isEnabled: false, by: caller) }
        await #expect(throws: refusal) { try await DeleteUser(house.tools)(id, by: caller) }
        await #expect(throws: refusal) {
            try await EditUser(house.tools)(
                id,
                EditUser.Edit(
                    userPrincipalName: "mine@contoso.example", displayName: "Mine", givenName: nil, surname: nil,
                    kind: .member),
                by: caller)
        }
        #expect(try await house.user(id) == house.founder)
        #expect(try await house.audits().filter { !$0.succeeded }.count == 7)
    }

    // RO-21.
    @Test func `members of a role-assignable group are out of reach even before it holds a role`() async throws {
        let house = try await Organization()
        let group = try await AddGroup(house.tools)(displayName: "Desk", isAssignableToRole: true, by: house.operator)
        let member = try await house.add("member")
        try await AddMember(house.tools)(member.id, to: group.id, by: house.operator)
        let caller = try await house.caller(try await house.add("helper", role: .userAdministrator))
        await #expect(throws: ActionError.forbidden(.forbidden(.targetIsPrivileged))) {
            try await ResetPassword(house.tools)(member.id, by: caller)
        }
    }

    @Test func `nothing of another tenant exists`() async throws {
        let house = try await Organization()
        var caller = house.operator
        caller.tenant = ID("00000000-0000-4000-8000-000000000000")
        await #expect(throws: ActionError.notFound("user")) {
            try await SetUserEnabled(house.tools)(house.founder.id, isEnabled: false, by: caller)
        }
    }

    // A030, A109, SL-10.
    @Test func `a reset ends sessions, lifts the lock and forgets remembered browsers`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob", registered: true)
        _ = try await house.caller(bob)
        let tenant = house.tenant.id
        let now = house.clock.now
        try await house.tools.store.write { tables in
            try tables.lockouts.save(
                LockoutCounter(
                    tenant: tenant, subject: bob.id.rawValue, kind: .unfamiliar, failures: 10, lockCount: 1,
                    lockedUntil: now + .hours(1), lastFailureAt: now))
            try tables.familiarities.save(
                Familiarity(
                    user: bob.id, tenant: tenant, kind: .browser, key: "b", firstSeenAt: now, lastSeenAt: now,
                    remembersMFAUntil: now + .days(90)))
        }
        house.clock.advance(.seconds(1))
        try await ResetPassword(house.tools)(bob.id, by: house.operator)
        #expect(try await house.sessions(bob.id).isEmpty)
        #expect(try await house.user(bob.id).sessionsValidFrom == house.clock.now)
        let counters = try await house.tools.store.read { try $0.lockouts.list(in: tenant, subject: bob.id.rawValue) }
        #expect(counters.isEmpty)
        let known = try await house.tools.store.read { try $0.familiarities.list(bob.id) }
        #expect(known.allSatisfy { $0.remembersMFAUntil == nil })
    }

    @Test func `a required registration leaves nothing to put off, also after the switch was thrown`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob", registered: true)
        try await RequireReregistration(house.tools)(bob.id, by: house.operator)
        let line = try #require(
            try await ListUsers(house.tools)(matching: "bob", by: house.operator).page.items.first)
        #expect(line.registration == .mustRegister)
        try await SwitchSecurityDefaults(house.tools).off(reason: .tooManyPrompts, by: house.operator)
        house.clock.advance(.minutes(1))
        try await SwitchSecurityDefaults(house.tools).on(revokesSessions: false, by: house.operator)
        let detail = try await UserDetail(house.tools)(bob.id, by: house.operator)
        #expect(detail.registration == .mustRegister)
        #expect(detail.recoveryCodesLeft == 0 && detail.authenticators.isEmpty)
    }

    @Test func `a deleted account keeps a tombstone and nothing else`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob", role: .globalReader, registered: true)
        _ = try await house.caller(bob)
        try await DeleteUser(house.tools)(bob.id, by: house.operator)
        #expect(try await house.sessions(bob.id).isEmpty)
        #expect(try await house.roles(bob.id).isEmpty)
        #expect(try await house.tools.store.read { try $0.totpMethods.list(bob.id) }.isEmpty)
        #expect(try await house.tools.store.read { try $0.recoveryCodes.countUnspent(bob.id) } == 0)
        #expect(try await house.tools.store.read { try $0.passwords.find(bob.id) } == nil)
        await #expect(throws: ActionError.notFound("user")) {
            try await SetUserEnabled(house.tools)(bob.id, isEnabled: true, by: house.operator)
        }
    }
}
