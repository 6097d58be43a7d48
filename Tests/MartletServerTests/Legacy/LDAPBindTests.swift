import MartletActions
import MartletDirectory
import MartletTesting
import SwiftASN1
import Testing

@testable import MartletServer

@Suite struct `Directory binds` {
    private static func house(defaults: Bool) async throws -> (TestHouse, TestHouse.Person) {
        let house = try await TestHouse()
        _ = try await house.setUp()
        let member = try await house.add("mia")
        if !defaults {
            try await SwitchSecurityDefaults(house.tools)
                .off(reason: .tooManyPrompts, by: try await house.operatorCaller())
            try await SetLegacySurface(house.tools)(.directory, .both, by: try await house.operatorCaller())
        }
        return (house, member)
    }

    @Test func `A213 under the defaults every bind gets the same bytes, and the log has the truth`() async throws {
        let (house, member) = try await Self.house(defaults: true)
        let desk = LDAPDesk(house)
        var raws: [[[UInt8]]] = []
        for (name, password) in [
            (member.name, member.password), (member.name, "Wrong-Harbour-93-lamp"),
            ("nobody@example.com", member.password), ("uid=mia,ou=people,dc=example,dc=com", member.password),
        ] {
            house.clock.advance(by: .seconds(1))
            let asked = try await desk.ask(LDAPDesk.bind(name, password))
            #expect(asked.answers.map(\.code) == [49] && asked.next == .goOn)
            raws.append(asked.raw)
        }
        #expect(Set(raws).count == 1)
        let rows = try await house.signIns()
        #expect(rows.map(\.errorCode) == [530_035, 50034, 50126, 530_035])
        #expect(rows.allSatisfy { $0.clientAppUsed == "Other clients" && $0.origin.address == "192.0.2.10" })
    }

    @Test func `without the defaults the right password binds, by either name, and whoami tells who it is`()
        async throws
    {
        let (house, member) = try await Self.house(defaults: false)
        for name in [member.name, "uid=mia,ou=people,dc=example,dc=com", "UID=MIA, OU=People, DC=Example, DC=com"] {
            let desk = LDAPDesk(house)
            #expect(try await desk.bind(name, "Wrong-Harbour-93-lamp") == 49)
            #expect(try await desk.bind(name, member.password) == 0)
            let who = try await desk.ask(LDAPDesk.extended(LDAPName.whoAmI))
            #expect(who.answers.first?.value == Array("u:mia@example.com".utf8))
        }
    }

    @Test func `A218 nobody binds without a name or without a password, and a bind that fails leaves nobody bound`()
        async throws
    {
        let (house, member) = try await Self.house(defaults: false)
        let desk = LDAPDesk(house)
        #expect(try await desk.bind("", "") == 48)
        #expect(try await desk.bind(member.name, "") == 53)
        #expect(try await desk.bind("", member.password) == 49)
        #expect(try await desk.bind(member.name, member.password) == 0)
        #expect(await desk.session.binding != nil)
        #expect(try await desk.bind(member.name, "Wrong-Harbour-93-lamp") == 49)
        #expect(await desk.session.binding == nil)
        #expect(try await desk.ask(LDAPDesk.bind(member.name, member.password, version: 2)).answers[0].code == 2)
    }

    @Test func `RFC 4513 4 a bind with a control that is not known leaves nobody bound, refused as it is`() async throws
    {
        let (house, member) = try await Self.house(defaults: false)
        let desk = LDAPDesk(house)
        #expect(try await desk.bind(member.name, member.password) == 0)
        let unknown = LDAPDesk.operation(
            0,
            controls: { coder in
                coder.appendConstructedNode(identifier: .sequence) {
                    LDAPWriting.string("1.2.3.4", in: &$0)
                    LDAPWriting.octets([0xff], .boolean, in: &$0)
                }
            },
            {
                LDAPWriting.number(3, .integer, in: &$0)
                LDAPWriting.string("uid=other,ou=people,dc=example,dc=com", in: &$0)
                LDAPWriting.octets(Array(member.password.utf8), LDAPWriting.context(0), in: &$0)
            })
        #expect(try await desk.ask(unknown).answers.first?.code == 12)
        #expect(await desk.session.binding == nil)
        #expect(try await desk.search("dc=example,dc=com").done?.code == 50)
    }

    @Test func `A079 sixty names from one address are tried, and then nothing more from there`() async throws {
        let (house, member) = try await Self.house(defaults: false)
        let desk = LDAPDesk(house)
        for number in 0...60 {
            #expect(try await desk.bind("person\(number)@example.com", "Sommer-2026-Regen") == 49)
        }
        #expect(try await desk.bind(member.name, member.password) == 51)
        #expect(try await LDAPDesk(house, address: "192.0.2.11").bind(member.name, member.password) == 0)
        house.clock.advance(by: .minutes(10))
        #expect(try await desk.bind(member.name, member.password) == 0)
    }

    @Test(arguments: [
        "mia@example.com\u{0}", "mia\n@example.com", "uid=mia\\0a,ou=people,dc=example,dc=com", "\u{7f}mia@example.com",
        "mia@exam\u{85}ple.com",
    ])
    func `a name with control characters is none`(name: String) async throws {
        let (house, member) = try await Self.house(defaults: false)
        let desk = LDAPDesk(house)
        #expect(try await desk.bind(name, member.password) == 34)
        #expect(try await house.signIns().isEmpty)
        #expect(try await desk.bind(member.name, member.password) == 0)
    }

    @Test(arguments: [DirectoryRole.globalAdministrator, .userAdministrator, .securityAdministrator])
    func `D9 an administrator's password alone does not read the directory`(role: DirectoryRole) async throws {
        let (house, _) = try await Self.house(defaults: false)
        let administrator = try await house.add("ann", role: role)
        let desk = LDAPDesk(house)
        #expect(try await desk.bind(administrator.name, administrator.password) == 0)
        let people = try await desk.search("ou=people,dc=example,dc=com", .one)
        #expect(people.entries.map(\.name) == ["uid=ann,ou=people,dc=example,dc=com"])
        let reader = try await house.add("rita", role: .globalReader)
        #expect(try await desk.bind(reader.name, reader.password) == 0)
        #expect(try await desk.search("ou=people,dc=example,dc=com", .one).entries.count == 4)
    }

    @Test func `without TLS nothing but StartTLS is answered, and no password is looked at`() async throws {
        let (house, member) = try await Self.house(defaults: false)
        let desk = LDAPDesk(house, isSecure: false)
        #expect(try await desk.bind(member.name, member.password) == 13)
        #expect(try await desk.ask(LDAPDesk.extended(LDAPName.whoAmI)).answers[0].code == 13)
        #expect(try await desk.search("dc=example,dc=com").done?.code == 13)
        #expect(try await desk.ask(LDAPDesk.compare("dc=example,dc=com", "dc", "example")).answers[0].code == 13)
        #expect(try await house.signIns().isEmpty)
        #expect(try await desk.search("", .base).done?.code == 0)
        let started = try await desk.ask(LDAPDesk.extended(LDAPName.startTLS))
        #expect(started.answers[0].code == 0 && started.next == .startTLS)
        await desk.session.secured()
        #expect(try await desk.ask(LDAPDesk.extended(LDAPName.startTLS)).answers[0].code == 1)
        #expect(try await desk.bind(member.name, member.password) == 0)
    }

    @Test func `A075, A076 all names of an account are counted as one, with the other doors`() async throws {
        let (house, member) = try await Self.house(defaults: false)
        let desk = LDAPDesk(house)
        for number in 0..<10 {
            let name = ["MIA@example.com", "uid=mia,ou=people,dc=example,dc=com", "mia@EXAMPLE.com"][number % 3]
            #expect(try await desk.bind(name, "Wrong-Harbour-\(number)-lamp") == 49)
        }
        #expect(try await desk.bind(member.name, member.password) == 49)
        let basic = try await CheckBasic(house.tools)(
            organization: "example.com", name: member.name, password: member.password,
            origin: Origin(address: "192.0.2.10", userAgent: ""))
        #expect(basic == nil)
    }

    @Test func `A109 a disabled person's connection belongs to nobody at the next operation`() async throws {
        let (house, member) = try await Self.house(defaults: false)
        let desk = LDAPDesk(house)
        #expect(try await desk.bind(member.name, member.password) == 0)
        house.clock.advance(by: .seconds(1))
        try await SetUserEnabled(house.tools)(member.id, isEnabled: false, by: try await house.operatorCaller())
        #expect(try await desk.ask(LDAPDesk.extended(LDAPName.whoAmI)).answers[0].code == 50)
        #expect(await desk.session.binding == nil)
    }

    @Test func `switching the defaults on ends what was bound before`() async throws {
        let (house, member) = try await Self.house(defaults: false)
        let desk = LDAPDesk(house)
        #expect(try await desk.bind(member.name, member.password) == 0)
        house.clock.advance(by: .seconds(1))
        try await SwitchSecurityDefaults(house.tools).on(revokesSessions: false, by: try await house.operatorCaller())
        #expect(try await desk.search("dc=example,dc=com").done?.code == 50)
    }

    @Test func `what cannot be read ends the connection, and nothing is written`() async throws {
        let (house, member) = try await Self.house(defaults: false)
        let desk = LDAPDesk(house)
        let broken = try await desk.ask([0x30, 0x03, 0x02, 0x01, 0x01])
        #expect(broken.next == .close && broken.answers[0].id == 0 && broken.answers[0].code == 2)
        #expect(try await desk.bind(member.name, member.password) == 0)
        // Add, modify, rename.
        for tag: UInt in [8, 6, 12] {
            let asked = try await desk.ask(
                LDAPDesk.operation(tag) { LDAPWriting.string("uid=x,ou=people,dc=example,dc=com", in: &$0) })
            #expect(asked.answers[0].code == 53 && asked.answers[0].tag == tag + 1)
        }
        #expect(try await desk.ask(LDAPDesk.extended("1.3.6.1.4.1.4203.1.11.1")).answers[0].code == 2)
    }
}
