import MartletDirectory
import MartletStore
import Testing

/// Groups and role assignments to put into a store.
enum RoleSample {
    static let helpdesk = Group(
        id: Sample.id("helpdesk"), tenant: Sample.tenant.id, displayName: "Help Desk", isAssignableToRole: true,
        createdAt: Sample.now)
    static let readers = Group(
        id: Sample.id("readers"), tenant: Sample.tenant.id, displayName: "Book Readers", description: "No roles",
        createdAt: Sample.now)

    @discardableResult
    static func give(
        _ role: DirectoryRole, to principal: RoleAssignment.Principal, on tables: Tables
    ) throws -> RoleAssignment {
        let assignment = RoleAssignment(
            id: Sample.id("\(role.displayName) to \(principal)"), tenant: Sample.tenant.id, role: role.id,
            principal: principal, createdAt: Sample.now)
        try tables.roleAssignments.insert(assignment)
        return assignment
    }
}

@Suite struct `Rows of groups and roles` {
    @Test(arguments: ConformanceEngine.all)
    func `a group is found, listed, changed and deleted in its own tenant`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                try tables.groups.insert(RoleSample.helpdesk)
                try tables.groups.insert(RoleSample.readers)
                #expect(try tables.groups.find(RoleSample.readers.id, in: Sample.tenant.id) == RoleSample.readers)
                #expect(try tables.groups.find(RoleSample.readers.id, in: Sample.otherTenant.id) == nil)
                let first = try tables.groups.list(in: Sample.tenant.id, limit: 1)
                #expect(first.items == [RoleSample.readers])
                #expect(
                    try tables.groups.list(in: Sample.tenant.id, after: first.next, limit: 1).items
                        == [RoleSample.helpdesk])
                #expect(
                    try tables.groups.list(in: Sample.tenant.id, matching: "desk", limit: 9).items
                        == [RoleSample.helpdesk])
                var renamed = RoleSample.readers
                renamed.displayName = "Readers"
                renamed.isAssignableToRole = true
                try tables.groups.update(renamed)
                // RO-20: whether roles may be given to a group never changes.
                renamed.isAssignableToRole = false
                #expect(try tables.groups.find(renamed.id, in: renamed.tenant) == renamed)
                #expect(try tables.groups.delete(renamed.id, in: Sample.otherTenant.id) == false)
                #expect(try tables.groups.delete(renamed.id, in: Sample.tenant.id))
                #expect(try tables.groups.find(renamed.id, in: renamed.tenant) == nil)
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `members are of the group's tenant and counted once`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                let group = RoleSample.readers
                try tables.groups.insert(group)
                #expect(try tables.groups.addMember(group.id, user: Sample.ada.id, at: Sample.now))
                #expect(try tables.groups.addMember(group.id, user: Sample.ada.id, at: Sample.now) == false)
                #expect(try tables.groups.addMember(group.id, user: Sample.stranger.id, at: Sample.now) == false)
                #expect(try tables.groups.members(group.id) == [Sample.ada])
                #expect(try tables.groups.memberCount(group.id) == 1)
                #expect(try tables.groups.groups(of: Sample.ada.id) == [group])
                #expect(try tables.groups.removeMember(group.id, user: Sample.ada.id))
                #expect(try tables.groups.removeMember(group.id, user: Sample.ada.id) == false)
                #expect(try tables.groups.addMember(group.id, user: Sample.ada.id, at: Sample.now))
                #expect(try tables.groups.removeFromAll(Sample.ada.id) == 1)
                #expect(try tables.groups.members(group.id).isEmpty)
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `roles count directly and through groups that may hold them, each once (SD-32)`(
        engine: ConformanceEngine
    ) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                let (ada, tenant) = (Sample.ada.id, Sample.tenant.id)
                try tables.groups.insert(RoleSample.helpdesk)
                try tables.groups.insert(RoleSample.readers)
                for group in [RoleSample.helpdesk, RoleSample.readers] {
                    #expect(try tables.groups.addMember(group.id, user: ada, at: Sample.now))
                }
                try RoleSample.give(.userAdministrator, to: .user(ada), on: tables)
                try RoleSample.give(.userAdministrator, to: .group(RoleSample.helpdesk.id), on: tables)
                try RoleSample.give(.helpdeskAdministrator, to: .group(RoleSample.helpdesk.id), on: tables)
                // A group that roles may not be given to gives none, should an assignment exist after all.
                try RoleSample.give(.globalAdministrator, to: .group(RoleSample.readers.id), on: tables)

                let expected = [DirectoryRole.userAdministrator.id, DirectoryRole.helpdeskAdministrator.id]
                #expect(Set(try tables.roleAssignments.effectiveRoles(of: ada, in: tenant)) == Set(expected))
                #expect(try tables.roleAssignments.effectiveRoles(of: ada, in: tenant).count == 2)
                #expect(try tables.roleAssignments.effectiveRoles(of: ada, in: Sample.otherTenant.id).isEmpty)
                let all = try tables.roleAssignments.effectiveRoles(in: tenant)
                #expect(all.map(\.0) == [ada, ada])
                #expect(Set(all.map(\.1)) == Set(expected))
                for role in expected {
                    #expect(try tables.roleAssignments.holders(of: role, in: tenant) == [Sample.ada])
                }
                #expect(
                    try tables.roleAssignments.holders(of: DirectoryRole.globalAdministrator.id, in: tenant).isEmpty)
                var deleted = Sample.ada
                deleted.deletedAt = Sample.now
                try tables.users.update(deleted)
                #expect(try tables.roleAssignments.holders(of: expected[0], in: tenant).isEmpty)
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a role is given once and taken away by its own tenant`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            let direct = try await store.write { (tables) throws in
                try tables.groups.insert(RoleSample.helpdesk)
                try RoleSample.give(.userAdministrator, to: .group(RoleSample.helpdesk.id), on: tables)
                return try RoleSample.give(.userAdministrator, to: .user(Sample.ada.id), on: tables)
            }
            var again = direct
            again.id = Sample.id("again")
            let second = again
            await #expect(throws: StoreError.self) { try await store.write { try $0.roleAssignments.insert(second) } }
            try await store.write { (tables) throws in
                let rows = tables.roleAssignments
                #expect(try rows.list(in: Sample.tenant.id).count == 2)
                #expect(try rows.list(Sample.ada.id) == [direct])
                #expect(try rows.list(RoleSample.helpdesk.id).count == 1)
                #expect(try rows.find(direct.id, in: Sample.otherTenant.id) == nil)
                #expect(try rows.find(direct.id, in: Sample.tenant.id) == direct)
                #expect(try rows.delete(direct.id, in: Sample.otherTenant.id) == false)
                #expect(try rows.delete(direct.id, in: Sample.tenant.id))
                // A group takes its memberships and roles with it.
                #expect(try tables.groups.delete(RoleSample.helpdesk.id, in: Sample.tenant.id))
                #expect(try rows.list(in: Sample.tenant.id).isEmpty)
            }
        }
    }
}
