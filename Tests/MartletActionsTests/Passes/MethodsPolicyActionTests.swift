import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore
import Testing

/// Section 2.10: changing the policy, and what follows from it.
@Suite struct `Changing the methods policy` {
    private func set(_ house: Organization, by caller: Caller? = nil, _ settings: (String, String)...) async throws {
        try await SetMethodsPolicy(house.tools)(
            settings.map { (name: $0.0, text: $0.1) }, by: caller ?? house.operator)
    }

    @Test func `a change is recorded with old and new values, and nothing else is`() async throws {
        let house = try await Organization()
        try await set(house, ("campaign.snoozeDays", "3"), ("general.prefersStrongest", "true"))
        let audit = try #require(try await house.audits(.methodsPolicyChanged).first)
        #expect(
            audit.changes == [AuditRecord.Change(property: "campaign.snoozeDays", old: "1", new: "3")])
        let policy = try await MethodsPolicyStatus(house.tools)(by: house.operator).policy
        #expect(policy.campaign.snoozeDays == 3)
    }

    @Test(arguments: DirectoryRole.all)
    func `RC-12 two roles write it, and those who read settings see it`(role: DirectoryRole) async throws {
        let house = try await Organization()
        let caller = try await house.caller(try await house.add("cal", role: role, registered: true))
        let writers: [DirectoryRole] = [.globalAdministrator, .authenticationPolicyAdministrator]
        do {
            try await set(house, by: caller, ("campaign.snoozeDays", "2"))
            #expect(writers.contains(role))
        } catch ActionError.forbidden {
            #expect(!writers.contains(role))
        }
        let readers: [DirectoryRole] =
            writers + [
                .authenticationAdministrator, .privilegedAuthenticationAdministrator, .securityAdministrator,
                .conditionalAccessAdministrator, .globalReader, .securityReader,
            ]
        do {
            let status = try await MethodsPolicyStatus(house.tools)(by: caller)
            #expect(readers.contains(role) && status.mayChange == writers.contains(role))
        } catch ActionError.forbidden {
            #expect(!readers.contains(role))
        }
    }

    @Test func `promise 7 who may not change the policy changes no group that it names`() async throws {
        let house = try await Organization()
        let group = try await AddGroup(house.tools)(displayName: "Crew", isAssignableToRole: false, by: house.operator)
        let clerk = try await house.caller(
            try await house.add("clerk", role: .userAdministrator, registered: true))
        let bob = try await house.add("bob")
        try await AddMember(house.tools)(bob.id, to: group.id, by: clerk)
        try await set(house, ("softwareOath.excludedGroups", group.id.rawValue))
        await #expect(throws: ActionError.self) {
            try await AddMember(house.tools)(house.founder.id, to: group.id, by: clerk)
        }
        await #expect(throws: ActionError.self) {
            try await RemoveMember(house.tools)(bob.id, from: group.id, by: clerk)
        }
        await #expect(throws: ActionError.self) { try await DeleteGroup(house.tools)(group.id, by: clerk) }
        // Who may is still kept from locking the last administrator out.
        await #expect(throws: ActionError.lastAdministrator) {
            try await AddMember(house.tools)(house.founder.id, to: group.id, by: house.operator)
        }
        try await RemoveMember(house.tools)(bob.id, from: group.id, by: house.operator)
    }

    @Test func `promise 7 a change after which no administrator could sign in is refused, and recorded`() async throws {
        let house = try await Organization()
        let group = try await AddGroup(house.tools)(
            displayName: "Crew", isAssignableToRole: false, by: house.operator)
        try await AddMember(house.tools)(house.founder.id, to: group.id, by: house.operator)
        await #expect(throws: ActionError.lastAdministrator) {
            try await set(house, ("softwareOath.excludedGroups", group.id.rawValue))
        }
        let policy = try await MethodsPolicyStatus(house.tools)(by: house.operator).policy
        #expect(policy == AuthenticationMethodsPolicy())
        #expect(try await house.audits(.methodsPolicyChanged).first?.succeeded == false)
        // With another who is not in the group it is fine.
        try await house.add("gus", role: .globalAdministrator, registered: true)
        try await set(house, ("softwareOath.excludedGroups", group.id.rawValue))
    }

    @Test func `what a change would do is told before it is made`() async throws {
        let house = try await Organization()
        let group = try await AddGroup(house.tools)(
            displayName: "Crew", isAssignableToRole: false, by: house.operator)
        for name in ["bob", "eve"] {
            let user = try await house.add(name, registered: true)
            try await AddMember(house.tools)(user.id, to: group.id, by: house.operator)
        }
        try await house.add("new")
        let some = try await MethodsPolicyStatus(house.tools).effect(
            of: [(name: "softwareOath.excludedGroups", text: group.id.rawValue)], by: house.operator)
        #expect(some.stranded == 2 && some.isComplete && !some.losesAdministrators)
        #expect(Set(some.names) == ["bob@contoso.example", "eve@contoso.example"])
        let all = try await MethodsPolicyStatus(house.tools).effect(
            of: [(name: "softwareOath.isEnabled", text: "false")], by: house.operator)
        #expect(all.stranded == 3 && all.losesAdministrators)
        #expect(try await house.audits(.methodsPolicyChanged).isEmpty)
    }

    @Test func `whoever has nothing but a passkey or a phone is counted as well`() async throws {
        let house = try await Organization()
        let (pat, kim) = (try await house.add("pat"), try await house.add("kim", registered: true))
        let at = house.clock.now
        let passkey = Passkey(
            id: ID("00000000-0000-4000-8000-0000000000a1"), user: pat.id, tenant: house.tenant.id, name: "",
            credentialID: [1], publicKey: [2], signCount: 0, aaguid: Passkey.unknownModel, isBackupEligible: false,
            isBackedUp: false, isAttested: false, transports: [], createdAt: at)
        try await house.tools.store.write { tables in
            #expect(try tables.passkeys.insert(passkey))
            let app = try #require(try tables.totpMethods.list(kim.id).first)
            try tables.phones.insert(
                Phone(
                    id: app.id, user: kim.id, tenant: house.tenant.id, name: "", publicKey: [4], subscription: nil,
                    createdAt: at, lastSeenAt: at))
        }
        func stranded(_ settings: (String, String)...) async throws -> Set<String> {
            let effect = try await MethodsPolicyStatus(house.tools).effect(
                of: settings.map { (name: $0.0, text: $0.1) }, by: house.operator)
            return Set(effect.names)
        }
        #expect(try await stranded(("passkeys.isEnabled", "false")) == ["pat@contoso.example"])
        // PK-8: a model that is not on the list is no way in either.
        #expect(
            try await stranded(("passkeys.modelRule", "onlyListed")).contains("pat@contoso.example"))
        // The phone without its codes is enough, and not where it would want a PIN.
        #expect(try await !stranded(("softwareOath.isEnabled", "false")).contains("kim@contoso.example"))
        let alone = try await stranded(
            ("softwareOath.isEnabled", "false"), ("authenticator.mode", "passwordless"))
        #expect(alone.contains("kim@contoso.example"))
    }

    @Test func `SD-25 the defaults keep a method, groups exist, and names are known`() async throws {
        let house = try await Organization()
        for (name, text, problem) in [
            ("passkeys.isEnabld", "true", FieldProblem.Problem.unknown), ("passkeys.isEnabled", "yes", .malformed),
            ("passkeys.includedGroups", "00000000-0000-4000-8000-00000000dead", .unknown),
            ("temporaryAccessPass.minimumMinutes", "481", .notAllowed),
        ] {
            do {
                try await set(house, (name, text))
                Issue.record("\(name)=\(text) was taken")
            } catch ActionError.invalid(let problems) {
                #expect(problems.contains(FieldProblem(name, problem)), "\(name)")
            }
        }
        await #expect(throws: ActionError.invalid([FieldProblem("softwareOath.isEnabled", .notAllowed)])) {
            try await set(
                house, ("passkeys.isEnabled", "false"), ("authenticator.isEnabled", "false"),
                ("softwareOath.isEnabled", "false"))
        }
    }

    @Test func `a code of a method that is off is worth nothing, and it comes back with the method`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob", registered: true)
        try await house.add("gus", role: .globalAdministrator, registered: true)
        let group = try await AddGroup(house.tools)(
            displayName: "Crew", isAssignableToRole: false, by: house.operator)
        try await AddMember(house.tools)(bob.id, to: group.id, by: house.operator)
        let (tenant, at) = (house.tenant.id, house.clock.now)
        func registered() async throws -> MethodSet {
            try await house.tools.store.read { tables in
                try #require(try tables.subject(bob.id, in: tenant)).registered(at: at)
            }
        }
        #expect(try await registered().contains(.totp))
        try await set(house, ("softwareOath.excludedGroups", group.id.rawValue))
        let without = try await registered()
        #expect(!without.contains(.totp) && without.contains(.password))
        try await set(house, ("softwareOath.excludedGroups", ""))
        #expect(try await registered().contains(.totp))
    }
}
