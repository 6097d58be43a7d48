import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore
import Testing

@Suite struct `Roles of apps` {
    private static let role = ID<AppRole>("0a0a0a0a-0000-4000-8000-000000000003")

    private static func app(_ house: Organization, _ name: String) async throws -> ID<Application> {
        let made = try await RegisterApplication(house.tools)(
            ApplicationDetails(displayName: name), kind: .confidential, makesSecret: true, by: house.operator)
        return made.application.id
    }

    @Test func `a role is given once, taken once, and both are in the audit log`() async throws {
        let house = try await Organization()
        let caller = try await house.caller(try await house.add("dev", role: .applicationAdministrator))
        let (api, job) = (try await Self.app(house, "API"), try await Self.app(house, "Job"))
        try await house.tools.store.write { tables in
            var application = try #require(try tables.applications.find(api))
            application.settings.api.roles = [
                AppRole(id: Self.role, value: "Work", displayName: "Work", holders: [.application])
            ]
            try tables.applications.update(application)
        }
        let give = AssignAppRole(house.tools)
        try await give(Self.role, of: api, to: .application(job), by: caller)
        await #expect(throws: ActionError.conflict(.alreadyDone)) {
            try await give(Self.role, of: api, to: .application(job), by: caller)
        }
        #expect(try await house.tools.store.read { try $0.appRoleAssignments.list(heldBy: job) }.count == 1)
        // It is for apps, and there is no other.
        let person = try await house.add("mia")
        await #expect(throws: ActionError.invalid([FieldProblem("role", .unknown)])) {
            try await give(Self.role, of: api, to: .user(person.id), by: caller)
        }
        await #expect(throws: ActionError.invalid([FieldProblem("role", .unknown)])) {
            try await give(ID("none"), of: api, to: .application(job), by: caller)
        }
        try await RemoveAppRole(house.tools)(Self.role, of: api, from: .application(job), by: caller)
        await #expect(throws: ActionError.notFound("assignment")) {
            try await RemoveAppRole(house.tools)(Self.role, of: api, from: .application(job), by: caller)
        }
        let audits = try await ListAudits(house.tools)(AuditSearch(activity: .appRoleAssigned), by: house.operator)
        #expect(audits.items.count { $0.succeeded } == 1)
    }

    @Test func `who manages apps does not give them the directory`() async throws {
        let house = try await Organization()
        let manager = try await house.caller(try await house.add("dev", role: .applicationAdministrator))
        let reader = try await house.caller(try await house.add("eye", role: .globalReader))
        let giver = try await house.caller(try await house.add("pra", role: .privilegedRoleAdministrator))
        let job = try await Self.app(house, "Job")
        let role = try #require(MartletScopes.find("Directory.ReadWrite.All")?.role)
        let give = AssignAppRole(house.tools)
        for caller in [manager, reader] {
            await #expect(throws: ActionError.self) {
                try await give(role, of: Application.martletAPI, to: .application(job), by: caller)
            }
        }
        #expect(try await house.tools.store.read { try $0.appRoleAssignments.list(heldBy: job) }.isEmpty)
        try await give(role, of: Application.martletAPI, to: .application(job), by: giver)
        #expect(try await house.tools.store.read { try $0.appRoleAssignments.list(heldBy: job) }.count == 1)
    }
}
