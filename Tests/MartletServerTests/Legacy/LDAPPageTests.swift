import MartletActions
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

@testable import MartletServer

/// A218: what is left of a search between two pages is worth what the bind is worth when it goes on.
@Suite struct `Directory pages` {
    private static let people = "ou=people,dc=example,dc=com"
    private static let groups = "ou=groups,dc=example,dc=com"

    /// A house without the defaults, with a reader of the directory and six more people.
    private struct Stacks {
        let house: TestHouse
        let caller: Caller
        let reader: TestHouse.Person
        var others: [TestHouse.Person] = []

        init() async throws {
            house = try await TestHouse()
            _ = try await house.setUp()
            caller = try await house.operatorCaller()
            reader = try await house.add("rita", role: .globalReader)
            for number in 0..<6 { others.append(try await house.add("sam\(number)", isRegistered: false)) }
            try await SwitchSecurityDefaults(house.tools).off(reason: .tooManyPrompts, by: caller)
            try await SetLegacySurface(house.tools)(.directory, .both, by: caller)
        }

        func desk() async throws -> LDAPDesk {
            let desk = LDAPDesk(house)
            #expect(try await desk.bind(reader.name, reader.password) == 0)
            return desk
        }

        /// All that the pages of a search hold, from a cookie on.
        func rest(_ desk: LDAPDesk, _ base: String, size: Int, from first: [UInt8] = []) async throws -> [String] {
            var (names, cookie): ([String], [UInt8]) = ([], first)
            repeat {
                let page = try await desk.search(base, .one, page: (size, cookie))
                #expect(page.done?.code == 0 && page.entries.count <= size)
                names += page.entries.map(\.name)
                cookie = page.done?.cookie ?? []
            } while !cookie.isEmpty
            return names
        }
    }

    @Test(arguments: [1, 2, 3, 5, 100]) func `pages of any size hold everybody once`(size: Int) async throws {
        let stacks = try await Stacks()
        let names = try await stacks.rest(stacks.desk(), Self.people, size: size)
        #expect(names.count == 8 && Set(names).count == 8)
    }

    @Test func `who loses the role reads nobody else on the next page`() async throws {
        let stacks = try await Stacks()
        let desk = try await stacks.desk()
        let first = try await desk.search(Self.people, .one, page: (2, []))
        let cookie = try #require(first.done?.cookie)
        #expect(first.entries.count == 2 && !cookie.isEmpty)
        let tenant = stacks.caller.tenant
        let role = DirectoryRole.globalReader.id
        let reader = stacks.reader.id
        try await stacks.house.store.write { tables in
            for assignment in try tables.roleAssignments.list(in: tenant)
            where assignment.role == role && assignment.principal == .user(reader) {
                _ = try tables.roleAssignments.delete(assignment.id, in: tenant)
            }
        }
        let second = try await desk.search(Self.people, .one, page: (100, cookie))
        #expect(second.entries.allSatisfy { $0.name == "uid=rita,\(Self.people)" })
    }

    @Test func `who is disabled meanwhile is not found on the next page, and goes on with none`() async throws {
        let stacks = try await Stacks()
        let desk = try await stacks.desk()
        let first = try await desk.search(Self.people, .one, page: (2, []))
        let cookie = try #require(first.done?.cookie)
        let seen = Set(first.entries.map(\.name))
        let gone = try #require(stacks.others.last { !seen.contains("uid=\($0.name.prefix(4)),\(Self.people)") })
        try await SetUserEnabled(stacks.house.tools)(gone.id, isEnabled: false, by: stacks.caller)
        let rest = try await desk.search(Self.people, .one, page: (2, cookie))
        let names =
            try await rest.entries.map(\.name)
            + stacks.rest(desk, Self.people, size: 2, from: rest.done?.cookie ?? [])
        #expect(names.count == 5 && !names.contains("uid=\(gone.name.prefix(4)),\(Self.people)"))

        let again = try await desk.search(Self.people, .one, page: (2, []))
        stacks.house.clock.advance(by: .seconds(1))
        try await SetUserEnabled(stacks.house.tools)(stacks.reader.id, isEnabled: false, by: stacks.caller)
        let refused = try await desk.search(Self.people, .one, page: (2, try #require(again.done?.cookie)))
        #expect(refused.done?.code == 50 && refused.entries.isEmpty)
    }

    @Test func `groups with their members are read a few at a time, and all of them are found`() async throws {
        let stacks = try await Stacks()
        for number in 0..<23 {
            let group = try await AddGroup(stacks.house.tools)(displayName: "Group \(number)", by: stacks.caller)
            try await AddMember(stacks.house.tools)(stacks.others[0].id, to: group.id, by: stacks.caller)
        }
        let binding = try #require(
            try await BindDirectory(stacks.house.tools)(
                name: stacks.reader.name, password: stacks.reader.password, domain: "example.com",
                origin: Origin(address: "192.0.2.7", userAgent: "")))
        let browse = BrowseDirectory(stacks.house.tools)
        for aim in [BrowseDirectory.Aim.groups(matching: nil, after: nil), .groupsOf(stacks.others[0].name)] {
            let batch = try #require(try await browse(aim, withMemberships: true, by: binding))
            #expect(batch.groups.count == BrowseDirectory.batchWithMembers && !batch.next.isEmpty)
        }
        let desk = try await stacks.desk()
        #expect(try await Set(stacks.rest(desk, Self.groups, size: 4)).count == 23)
        #expect(try await desk.search(Self.groups, .one).entries.count == 23)
        let own = try await desk.search(
            Self.groups, .one, filter: .equal("member", "uid=sam0,\(Self.people)"), attributes: ["member"])
        #expect(own.entries.count == 23 && own.done?.code == 0)
    }
}
