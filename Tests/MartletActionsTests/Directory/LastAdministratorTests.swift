import MartletActions
import MartletDirectory
import MartletStore
import Testing

/// Promise 7: whatever path is taken, one usable Global Administrator stays (SD-70…SD-72, RO-5).
@Suite struct `The last usable Global Administrator` {
    @Test func `cannot be disabled`() async throws {
        let house = try await Organization()
        await #expect(throws: ActionError.lastAdministrator) {
            try await SetUserEnabled(house.tools)(house.founder.id, isEnabled: false, by: house.operator)
        }
        #expect(try await house.user(house.founder.id).isEnabled)
    }

    @Test func `cannot be deleted`() async throws {
        let house = try await Organization()
        await #expect(throws: ActionError.lastAdministrator) {
            try await DeleteUser(house.tools)(house.founder.id, by: house.operator)
        }
        #expect(try await house.user(house.founder.id).deletedAt == nil)
        #expect(try await house.roles(house.founder.id) == [DirectoryRole.globalAdministrator.id])
    }

    @Test func `cannot lose the role`() async throws {
        let house = try await Organization()
        let assignment = try await house.assignment(.globalAdministrator, of: house.founder.id)
        await #expect(throws: ActionError.lastAdministrator) {
            try await RemoveRole(house.tools)(assignment, by: house.operator)
        }
        #expect(try await house.roles(house.founder.id) == [DirectoryRole.globalAdministrator.id])
    }

    @Test func `cannot become a guest`() async throws {
        let house = try await Organization()
        await #expect(throws: ActionError.lastAdministrator) {
            try await EditUser(house.tools)(
                house.founder.id,
                EditUser.Edit(
                    userPrincipalName: house.founder.userPrincipalName.text, displayName: "Ada", givenName: nil,
                    surname: nil, kind: .guest),
                by: house.operator)
        }
        #expect(try await house.user(house.founder.id).kind == .member)
    }

    @Test func `cannot be made to register again`() async throws {
        let house = try await Organization()
        await #expect(throws: ActionError.lastAdministrator) {
            try await RequireReregistration(house.tools)(house.founder.id, by: house.operator)
        }
        let id = house.founder.id
        #expect(try await house.tools.store.read { try $0.totpMethods.list(id).count } == 1)
    }

    @Test func `cannot delete its last method, even with the defaults off`() async throws {
        let house = try await Organization()
        try await SwitchSecurityDefaults(house.tools).off(reason: .tooManyPrompts, by: house.operator)
        let caller = try await house.caller(house.founder)
        let method = try #require(try await OwnSecurityInfo(house.tools)(by: caller).authenticators.first)
        await #expect(throws: ActionError.lastAdministrator) {
            try await DeleteOwnMethod(house.tools)(.authenticator(method.id), by: caller)
        }
        #expect(try await OwnSecurityInfo(house.tools)(by: caller).authenticators.count == 1)
    }

    @Test func `is not replaced by an administrator without a second factor`() async throws {
        let house = try await Organization()
        try await house.add("bob", role: .globalAdministrator)
        await #expect(throws: ActionError.lastAdministrator) {
            try await SetUserEnabled(house.tools)(house.founder.id, isEnabled: false, by: house.operator)
        }
    }

    @Test func `may go when another usable one stays`() async throws {
        let house = try await Organization()
        try await house.add("bob", role: .globalAdministrator, registered: true)
        try await SetUserEnabled(house.tools)(house.founder.id, isEnabled: false, by: house.operator)
        #expect(try await !house.user(house.founder.id).isEnabled)
        #expect(try await house.tools.store.read { try $0.integrity.broken() } == [])
    }

    @Test func `cannot be lost through the group that makes it one`() async throws {
        let house = try await Organization()
        let group = try await AddGroup(house.tools)(
            displayName: "Admins", isAssignableToRole: true, by: house.operator)
        let bob = try await house.add("bob", registered: true)
        try await AddMember(house.tools)(bob.id, to: group.id, by: house.operator)
        let held = try await AssignRole(house.tools)(
            DirectoryRole.globalAdministrator.id, to: .group(group.id), by: house.operator)
        // The founder may go now: Bob is an administrator through the group.
        try await DeleteUser(house.tools)(house.founder.id, by: house.operator)

        await #expect(throws: ActionError.lastAdministrator) {
            try await RemoveMember(house.tools)(bob.id, from: group.id, by: house.operator)
        }
        await #expect(throws: ActionError.lastAdministrator) {
            try await DeleteGroup(house.tools)(group.id, by: house.operator)
        }
        await #expect(throws: ActionError.lastAdministrator) {
            try await RemoveRole(house.tools)(held.id, by: house.operator)
        }
        await #expect(throws: ActionError.lastAdministrator) {
            try await DeleteUser(house.tools)(bob.id, by: house.operator)
        }
        #expect(try await house.roles(bob.id) == [DirectoryRole.globalAdministrator.id])
    }

    @Test(arguments: 0..<8)
    func `two who demote each other at the same instant leave one`(round: Int) async throws {
        let house = try await Organization()
        let bob = try await house.add("bob", role: .globalAdministrator, registered: true)
        let ada = try await house.caller(house.founder)
        let bobCaller = try await house.caller(bob)
        let ofAda = try await house.assignment(.globalAdministrator, of: house.founder.id)
        let ofBob = try await house.assignment(.globalAdministrator, of: bob.id)
        async let first: Void = RemoveRole(house.tools)(ofBob, by: ada)
        async let second: Void = RemoveRole(house.tools)(ofAda, by: bobCaller)
        var wins = 0
        do {
            try await first
            wins += 1
        } catch is ActionError {}
        do {
            try await second
            wins += 1
        } catch is ActionError {}
        #expect(wins == 1)
        let left = try await house.tools.store.read { [tenant = house.tenant.id] tables in
            try tables.roleAssignments.holders(of: DirectoryRole.globalAdministrator.id, in: tenant)
        }
        #expect(left.count == 1)
        #expect(try await house.tools.store.read { try $0.integrity.broken() }.filter { !$0.contains("session") } == [])
    }

    @Test func `may be disabled by nobody, and the refusal is recorded with whom it was about`() async throws {
        let house = try await Organization()
        try? await SetUserEnabled(house.tools)(house.founder.id, isEnabled: false, by: house.operator)
        let record = try #require(try await house.audits(.userDisabled).first)
        #expect(!record.succeeded)
        #expect(record.resultReason.contains("Global Administrator"))
        #expect(record.targets.map(\.id) == [house.founder.id.rawValue])
        #expect(record.changes.isEmpty)
    }
}
