import MartletActions
import MartletDirectory
import MartletPolicy
import MartletStore
import Testing

@Suite struct `Giving and taking roles` {
    @Test func `a role is given, counts, and is recorded`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob")
        let ada = try await house.caller(house.founder)
        try await AssignRole(house.tools)(DirectoryRole.userAdministrator.id, to: .user(bob.id), by: ada)
        #expect(try await house.roles(bob.id) == [DirectoryRole.userAdministrator.id])
        let record = try #require(try await house.audits(.roleAssigned).first)
        #expect(record.actor == .user(house.founder.id, name: "ada@contoso.example"))
        #expect(record.targets.map(\.name) == ["bob@contoso.example", "User Administrator"])
        #expect(!record.isAlert)
    }

    @Test func `the same role is not given twice`() async throws {
        let house = try await Organization()
        await #expect(throws: ActionError.conflict(.alreadyDone)) {
            try await AssignRole(house.tools)(
                DirectoryRole.globalAdministrator.id, to: .user(house.founder.id), by: house.operator)
        }
    }

    // SD-71.
    @Test func `nobody takes Global Administrator from themselves`() async throws {
        let house = try await Organization()
        try await house.add("bob", role: .globalAdministrator, registered: true)
        let ada = try await house.caller(house.founder)
        let own = try await house.assignment(.globalAdministrator, of: house.founder.id)
        await #expect(throws: ActionError.ownAdministratorRole) { try await RemoveRole(house.tools)(own, by: ada) }
        #expect(try await house.roles(house.founder.id) == [DirectoryRole.globalAdministrator.id])
    }

    // SD-71: a group is no way round it.
    @Test func `nobody leaves the group that makes them Global Administrator`() async throws {
        let house = try await Organization()
        let group = try await AddGroup(house.tools)(
            displayName: "Admins", isAssignableToRole: true, by: house.operator)
        let bob = try await house.add("bob", registered: true)
        try await AddMember(house.tools)(bob.id, to: group.id, by: house.operator)
        try await AssignRole(house.tools)(
            DirectoryRole.globalAdministrator.id, to: .group(group.id), by: house.operator)
        let caller = try await house.caller(bob)
        await #expect(throws: ActionError.ownAdministratorRole) {
            try await RemoveMember(house.tools)(bob.id, from: group.id, by: caller)
        }
        await #expect(throws: ActionError.ownAdministratorRole) {
            try await DeleteGroup(house.tools)(group.id, by: caller)
        }
    }

    @Test func `another role may be given back by its holder`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob", role: .privilegedRoleAdministrator)
        let caller = try await house.caller(bob)
        let own = try await house.assignment(.privilegedRoleAdministrator, of: bob.id)
        try await RemoveRole(house.tools)(own, by: caller)
        #expect(try await house.roles(bob.id).isEmpty)
    }

    // SD-48.
    @Test(arguments: [DirectoryRole.userAdministrator, .securityAdministrator, .authenticationAdministrator])
    func `the synchronization role is not given by`(role: DirectoryRole) async throws {
        let house = try await Organization()
        let bob = try await house.add("bob", role: role)
        let sync = try await house.add("sync")
        let caller = try await house.caller(bob)
        await #expect(throws: ActionError.forbidden(.forbidden(.noRole))) {
            try await AssignRole(house.tools)(
                DirectoryRole.directorySynchronizationAccounts.id, to: .user(sync.id), by: caller)
        }
        let refused = try #require(try await house.audits(.synchronizationRoleAssigned).first)
        #expect(!refused.succeeded && refused.isAlert)
    }

    // SD-48.
    @Test func `giving the synchronization role is an alert, and pickers do not offer it`() async throws {
        let house = try await Organization()
        let sync = try await house.add("sync")
        let ada = try await house.caller(house.founder)
        try await AssignRole(house.tools)(
            DirectoryRole.directorySynchronizationAccounts.id, to: .user(sync.id), by: ada)
        let record = try #require(try await house.audits(.synchronizationRoleAssigned).first)
        #expect(record.isAlert && record.succeeded)
        let lines = try await ListRoles(house.tools)(by: ada)
        #expect(lines.first { $0.role == .directorySynchronizationAccounts }?.isOffered == false)
        #expect(lines.first { $0.role == .globalReader }?.isOffered == true)
    }

    // SD-48: neither does a group hide it.
    @Test func `joining a group that holds the synchronization role is an alert too`() async throws {
        let house = try await Organization()
        let group = try await AddGroup(house.tools)(displayName: "Sync", isAssignableToRole: true, by: house.operator)
        try await AssignRole(house.tools)(
            DirectoryRole.directorySynchronizationAccounts.id, to: .group(group.id), by: house.operator)
        let bob = try await house.add("bob")
        try await AddMember(house.tools)(bob.id, to: group.id, by: house.operator)
        let alerts = try await house.audits(.synchronizationRoleAssigned)
        #expect(alerts.contains { $0.targets.map(\.id).contains(bob.id.rawValue) && $0.isAlert })
    }

    // RO-20.
    @Test func `an ordinary group holds no role, and its maker cannot touch one that does`() async throws {
        let house = try await Organization()
        let ordinary = try await AddGroup(house.tools)(displayName: "Sales", by: house.operator)
        await #expect(throws: ActionError.invalid([FieldProblem("principal", .notAllowed)])) {
            try await AssignRole(house.tools)(
                DirectoryRole.globalReader.id, to: .group(ordinary.id), by: house.operator)
        }
        let bob = try await house.add("bob", role: .userAdministrator)
        let caller = try await house.caller(bob)
        let privileged = try await AddGroup(house.tools)(
            displayName: "Admins", isAssignableToRole: true, by: house.operator)
        try await AddMember(house.tools)(bob.id, to: ordinary.id, by: caller)
        await #expect(throws: ActionError.forbidden(.forbidden(.targetIsPrivileged))) {
            try await AddMember(house.tools)(bob.id, to: privileged.id, by: caller)
        }
        await #expect(throws: ActionError.forbidden(.forbidden(.targetIsPrivileged))) {
            try await AddGroup(house.tools)(displayName: "Mine", isAssignableToRole: true, by: caller)
        }
    }

    // A109.
    @Test func `losing a role ends the sessions it was used in`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob", role: .userAdministrator)
        let caller = try await house.caller(bob)
        #expect(try await house.sessions(bob.id) == [caller.session])
        let held = try await house.assignment(.userAdministrator, of: bob.id)
        try await RemoveRole(house.tools)(held, by: house.operator)
        #expect(try await house.sessions(bob.id).isEmpty)
        await #expect(throws: ActionError.forbidden(.forbidden(.noRole))) {
            try await ListUsers(house.tools)(by: caller)
        }
    }

    // A109: a request that was on its way finds no role.
    @Test func `a disabled administrator has no role any more`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob", role: .globalAdministrator, registered: true)
        let caller = try await house.caller(bob)
        try await SetUserEnabled(house.tools)(bob.id, isEnabled: false, by: house.operator)
        await #expect(throws: ActionError.forbidden(.forbidden(.noRole))) {
            try await SetUserEnabled(house.tools)(house.founder.id, isEnabled: false, by: caller)
        }
    }
}
