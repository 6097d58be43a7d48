import MartletActions
import MartletDirectory
import MartletTesting
import Testing

@testable import MartletServer

@Suite struct `Directory searches` {
    private static let base = "dc=example,dc=com"
    private static let mia = "uid=mia,ou=people,dc=example,dc=com"

    /// A house without the defaults, with two people in a group, one of them a reader of the directory.
    private struct Library {
        let house: TestHouse
        let reader: TestHouse.Person
        let mia: TestHouse.Person
        let crew: Group

        init() async throws {
            house = try await TestHouse()
            _ = try await house.setUp()
            reader = try await house.add("rita", role: .globalReader)
            mia = try await house.add("mia")
            let caller = try await house.operatorCaller()
            crew = try await AddGroup(house.tools)(displayName: "Crew, night", by: caller)
            for person in [reader, mia] { try await AddMember(house.tools)(person.id, to: crew.id, by: caller) }
            try await SwitchSecurityDefaults(house.tools).off(reason: .tooManyPrompts, by: caller)
            try await SetLegacySurface(house.tools)(.directory, .both, by: caller)
        }

        func desk(of person: TestHouse.Person) async throws -> LDAPDesk {
            let desk = LDAPDesk(house)
            #expect(try await desk.bind(person.name, person.password) == 0)
            return desk
        }

        var crewName: String { "entryuuid=\(crew.id.rawValue),ou=groups,dc=example,dc=com" }
    }

    @Test func `A218 nobody searches who has not bound`() async throws {
        let library = try await Library()
        let desk = LDAPDesk(library.house)
        #expect(try await desk.search(Self.base).done?.code == 50)
        #expect(try await desk.ask(LDAPDesk.compare(Self.mia, "uid", "mia")).answers[0].code == 50)
        let root = try await desk.search("", .base, attributes: ["+"])
        #expect(root.entries.first?.attributes["namingContexts"] == [Self.base])
    }

    @Test func `a reader of the directory finds a person by what they are, without a password`() async throws {
        let library = try await Library()
        let desk = try await library.desk(of: library.reader)
        for filter in [
            LDAPDesk.Filter.equal("uid", "MIA"), .equal("mail", "mia@example.com"), .equal("cn", "Mia"),
            .and([.equal("objectClass", "inetOrgPerson"), .begins("uid", "mi"), .not(.equal("uid", "rita"))]),
            .and([.equal("objectClass", "person"), .equal("memberOf", library.crewName), .equal("uid", "mia")]),
        ] {
            let found = try await desk.search(Self.base, filter: filter)
            #expect(found.done?.code == 0 && found.entries.map(\.name) == [Self.mia])
            let entry = try #require(found.entries.first)
            #expect(entry.attributes["userPrincipalName"] == ["mia@example.com"])
            #expect(entry.attributes["sn"] == ["Mia"] && entry.attributes["memberOf"] == [library.crewName])
            #expect(entry.attributes["entryUUID"] == nil)
            #expect(!entry.attributes.keys.contains { $0.lowercased().contains("password") })
        }
        let asked = try await desk.search(
            Self.mia, .base, attributes: ["userPassword", "entryuuid", "MAIL"])
        #expect(asked.entries[0].attributes == ["entryUUID": [library.mia.id.rawValue], "mail": ["mia@example.com"]])
        #expect(try await desk.search(Self.base, filter: .present("userPassword")).entries.isEmpty)
    }

    @Test func `groups are named by what never changes, and tell their members`() async throws {
        let library = try await Library()
        let desk = try await library.desk(of: library.reader)
        for filter in [
            LDAPDesk.Filter.equal("cn", "crew, night"),
            .and([.equal("objectClass", "groupOfNames"), .equal("member", Self.mia)]),
        ] {
            let found = try await desk.search(Self.base, filter: filter)
            #expect(found.entries.map(\.name) == [library.crewName])
            #expect(
                found.entries.first?.attributes["member"]?.sorted() == [
                    Self.mia, "uid=rita,ou=people,dc=example,dc=com",
                ])
        }
        #expect(try await desk.search(library.crewName, .base).entries.count == 1)
        #expect(try await desk.ask(LDAPDesk.compare(library.crewName, "member", Self.mia)).answers[0].code == 6)
        #expect(
            try await desk.ask(LDAPDesk.compare(library.crewName, "member", "uid=x,\(Self.base)")).answers[0].code == 5)
        #expect(
            try await desk.ask(LDAPDesk.compare(Self.mia, "userPassword", TestHouse.password)).answers[0].code == 16)
    }

    @Test func `A092 anybody else sees their own entry, and their groups without the other members`() async throws {
        let library = try await Library()
        let desk = try await library.desk(of: library.mia)
        let all = try await desk.search("ou=people,\(Self.base)", .one)
        #expect(all.entries.map(\.name) == [Self.mia])
        #expect(try await desk.search(Self.base, filter: .equal("uid", "rita")).entries.isEmpty)
        #expect(try await desk.search("uid=rita,ou=people,\(Self.base)", .base).done?.code == 32)
        let groups = try await desk.search("ou=groups,\(Self.base)", .one)
        #expect(groups.entries.map { $0.attributes["member"] } == [[Self.mia]])
    }

    @Test func `what is not there, is no name, or belongs to another organisation is told apart from nothing found`()
        async throws
    {
        let library = try await Library()
        let desk = try await library.desk(of: library.reader)
        #expect(try await desk.search("dc=other,dc=com").done?.code == 32)
        #expect(try await desk.search("uid=nobody,ou=people,\(Self.base)", .base).done?.code == 32)
        #expect(try await desk.search("this is no name").done?.code == 34)
        #expect(try await desk.search(Self.base, filter: .equal("uid", "nobody")).done?.code == 0)
        #expect(try await desk.search(Self.base, .base).entries.map(\.name) == [Self.base])
        #expect(try await desk.search(Self.base, .one).entries.count == 2)
    }

    @Test func `A218 sizes are limited, and pages go on where they were begun and nowhere else`() async throws {
        let library = try await Library()
        for number in 0..<7 { _ = try await library.house.add("extra\(number)", isRegistered: false) }
        let desk = try await library.desk(of: library.reader)
        let people = "ou=people,\(Self.base)"
        let limited = try await desk.search(people, .one, sizeLimit: 3)
        #expect(limited.entries.count == 3 && limited.done?.code == 4)
        var names: [String] = []
        var cookie: [UInt8] = []
        repeat {
            let page = try await desk.search(people, .one, page: (4, cookie))
            #expect(page.done?.code == 0 && page.entries.count <= 4)
            names += page.entries.map(\.name)
            cookie = try #require(page.done?.cookie)
            if names.count == 4 {
                // The cookie is worth nothing to another connection, nor for another search.
                let thief = try await library.desk(of: library.reader)
                #expect(try await thief.search(people, .one, page: (4, cookie)).done?.code == 53)
                let other = try await desk.search(people, .one, filter: .present("uid"), page: (4, cookie))
                #expect(other.done?.code == 53)
            }
        } while !cookie.isEmpty
        // The administrator, the two of the library, and seven more.
        #expect(names.count == 10 && Set(names).count == 10)
    }

    @Test func `who was disabled is not found`() async throws {
        let library = try await Library()
        try await SetUserEnabled(library.house.tools)(
            library.mia.id, isEnabled: false, by: try await library.house.operatorCaller())
        let desk = try await library.desk(of: library.reader)
        #expect(try await desk.search(Self.base, filter: .equal("uid", "mia")).entries.isEmpty)
        #expect(try await desk.search("ou=people,\(Self.base)", .one).entries.count == 2)
    }
}
