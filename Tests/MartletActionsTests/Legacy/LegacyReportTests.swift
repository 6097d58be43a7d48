import Foundation
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore
import Testing

/// What is done with the report: who may read and change it, and what would break.
@Suite struct `The legacy report` {
    private static let readers: [DirectoryRole] = [
        .globalAdministrator, .securityAdministrator, .globalReader, .securityReader, .reportsReader,
        .conditionalAccessAdministrator, .authenticationAdministrator, .privilegedAuthenticationAdministrator,
        .authenticationPolicyAdministrator,
    ]
    private static let changers: [DirectoryRole] = [
        .globalAdministrator, .securityAdministrator, .conditionalAccessAdministrator, .authenticationAdministrator,
        .privilegedAuthenticationAdministrator, .authenticationPolicyAdministrator,
    ]

    @Test func `LG-10 readers read it, and who moves people off it may write in it`() {
        for role in DirectoryRole.all {
            let caller = CallerFacts(roles: [role.id])
            let reads = Permission.check(caller: caller, for: .readLegacyReport) == .permitted
            let changes = Permission.check(caller: caller, for: .changeLegacyReport) == .permitted
            #expect(reads == Self.readers.contains(role), "\(role.displayName)")
            #expect(changes == Self.changers.contains(role), "\(role.displayName)")
        }
    }

    private func entry(_ house: Organization) async throws -> ID<LegacyEntry> {
        try await house.add("bob")
        try await house.knock("bob")
        return try #require(try await house.legacyEntries().first).id
    }

    @Test func `a reader may not write in it, which is recorded; a security administrator may, which is too`()
        async throws
    {
        let house = try await Organization()
        let id = try await entry(house)
        let reader = try await house.caller(try await house.add("rea", role: .securityReader, registered: true))
        let request = TendLegacyEntry.Request(
            owner: "ada@contoso.example", state: .accepted, acceptedUntil: house.clock.now + .days(90), note: "scanner")
        await #expect(throws: ActionError.forbidden(.forbidden(.noRole))) {
            try await TendLegacyEntry(house.tools)(id, request, by: reader)
        }
        #expect(try await LegacyEntryDetail(house.tools)(id, by: reader).mayChange == false)
        #expect(try await house.audits(.legacyEntryUpdated).map(\.succeeded) == [false])
        let security = try await house.caller(
            try await house.add("sec", role: .securityAdministrator, registered: true))
        try await TendLegacyEntry(house.tools)(id, request, by: security)
        let line = try await LegacyEntryDetail(house.tools)(id, by: security).line
        #expect(line.state == .accepted && line.ownerName == "ada@contoso.example" && line.entry.note == "scanner")
        let audit = try #require(try await house.audits(.legacyEntryUpdated).first)
        #expect(audit.succeeded && Set(audit.changes.map(\.property)) == ["state", "acceptedUntil", "owner", "note"])
        await #expect(throws: ActionError.conflict(.alreadyDone)) {
            try await TendLegacyEntry(house.tools)(id, request, by: security)
        }
        // After the day it is open again by itself.
        house.clock.advance(.days(91))
        #expect(try await LegacyEntryDetail(house.tools)(id, by: house.operator).line.state == .open)
    }

    @Test func `an exception ends within a year, an owner is somebody, a note is short`() async throws {
        let house = try await Organization()
        let id = try await entry(house)
        let now = house.clock.now
        let problems: [(TendLegacyEntry.Request, FieldProblem)] = [
            (.init(owner: "", state: .accepted, acceptedUntil: nil, note: ""), FieldProblem("until", .missing)),
            (.init(owner: "", state: .accepted, acceptedUntil: now, note: ""), FieldProblem("until", .notAllowed)),
            (
                .init(owner: "", state: .accepted, acceptedUntil: now + .days(367), note: ""),
                FieldProblem("until", .notAllowed)
            ),
            (.init(owner: "nobody", state: .open, acceptedUntil: nil, note: ""), FieldProblem("owner", .unknown)),
            (
                .init(owner: "", state: .open, acceptedUntil: nil, note: String(repeating: "x", count: 1001)),
                FieldProblem("note", .tooLong)
            ),
        ]
        for (request, problem) in problems {
            await #expect(throws: ActionError.invalid([problem])) {
                try await TendLegacyEntry(house.tools)(id, request, by: house.operator)
            }
        }
        let other = try await ListLegacyEntries(house.tools).all(by: house.operator).map(\.state)
        #expect(other == [.open])
        let longest = TendLegacyEntry.Request(
            owner: "  ", state: .accepted, acceptedUntil: now + .days(366), note: String(repeating: "x", count: 1000))
        try await TendLegacyEntry(house.tools)(id, longest, by: house.operator)
        await #expect(throws: ActionError.notFound("legacy entry")) {
            try await TendLegacyEntry(house.tools)(ID("gone"), longest, by: house.operator)
        }
    }

    @Test func `what would break is told by name: right passwords of thirty days, and who has no second factor`()
        async throws
    {
        let house = try await Organization()
        try await house.switchOff()
        for name in ["bob", "eve", "old", "sync"] { try await house.add(name, registered: name == "bob") }
        let sync = try #require(try await house.legacyUser("sync"))
        try await AssignRole(house.tools)(
            DirectoryRole.directorySynchronizationAccounts.id, to: .user(sync.id), by: house.operator)
        try await house.knock("old")
        house.clock.advance(.days(31))
        try await house.knock("bob")
        try await house.knock("sync")
        try await house.noteGrant(of: sync)
        try await house.knock("eve", "wrong-wrong-wrong-42")
        let impact = try await JudgeLegacyImpact(house.tools)(by: house.operator)
        #expect(!impact.areDefaultsOn && impact.isComplete && !impact.hasNameless)
        // SD-47: the synchronization account is exempt at the password grant, and nowhere else.
        #expect(impact.stopped.map(\.userPrincipalName) == ["sync@contoso.example", "bob@contoso.example"])
        #expect(impact.stopped.allSatisfy { $0.isLetIn && !$0.isService && $0.ways.map(\.remedy) == [.webBasic] })
        #expect(impact.exempt.isEmpty)
        #expect(
            impact.withoutSecondFactor.map(\.userPrincipalName).sorted() == [
                "eve@contoso.example", "old@contoso.example",
            ])
        #expect(impact.withoutSecondFactorCount == 2)
        let status = try await SecurityDefaultsStatus(house.tools)(by: house.operator)
        #expect(status.impact?.stopped.count == 2)
        _ = try await SwitchSecurityDefaults(house.tools).on(revokesSessions: false, by: house.operator)
        #expect(try await SecurityDefaultsStatus(house.tools)(by: house.operator).impact == nil)
        #expect(try await JudgeLegacyImpact(house.tools)(by: house.operator).areDefaultsOn)
        let exempt = try await ListLegacyEntries(house.tools).all(by: house.operator).filter(\.isExempt)
        #expect(exempt.map(\.entry.key.user) == [sync.id] && exempt.map(\.entry.key.door) == ["passwordGrant"])
    }

    @Test func `SD-46 a synchronization account with the password grant alone is told, and told apart`() async throws {
        let house = try await Organization()
        try await house.add("sync")
        let sync = try #require(try await house.legacyUser("sync"))
        try await AssignRole(house.tools)(
            DirectoryRole.directorySynchronizationAccounts.id, to: .user(sync.id), by: house.operator)
        try await house.noteGrant(of: sync)
        let impact = try await JudgeLegacyImpact(house.tools)(by: house.operator)
        #expect(impact.exempt.map(\.userPrincipalName) == ["sync@contoso.example"] && impact.stopped.isEmpty)
    }

    @Test func `an account that is marked as a program's is a workload at whatever door it comes`() async throws {
        let house = try await Organization()
        try await house.switchOff()
        for name in ["bob", "scan"] {
            try await house.add(name)
            try await house.knock(name)
        }
        func accounts() async throws -> [ListWorkloadCredentials.Account] {
            try await ListWorkloadCredentials(house.tools)(by: house.operator).accounts
        }
        #expect(try await accounts().isEmpty)
        let scan = try #require(try await house.legacyUser("scan"))
        func mark(_ isService: Bool?) async throws -> User {
            try await EditUser(house.tools)(
                scan.id,
                EditUser.Edit(
                    userPrincipalName: scan.userPrincipalName.text, displayName: "Scanner", givenName: nil,
                    surname: nil, kind: .member, isService: isService), by: house.operator)
        }
        #expect(try await mark(true).isService)
        let audit = try #require(try await house.audits(.userUpdated).first)
        #expect(audit.changes.contains { $0.property == "isService" && $0.new == "true" })
        // An edit that says nothing of it leaves it.
        #expect(try await mark(nil).isService)
        let found = try await accounts()
        #expect(found.map(\.userPrincipalName) == ["scan@contoso.example"])
        #expect(found.allSatisfy { $0.isMarked && $0.isLetIn && $0.remedy == .serviceWeb && $0.door == "legacyBasic" })
        let impact = try await JudgeLegacyImpact(house.tools)(by: house.operator)
        #expect(impact.services.map(\.userPrincipalName) == ["scan@contoso.example"])
        #expect(impact.services.flatMap(\.ways).map(\.remedy) == [.serviceWeb] && impact.stopped.count == 2)
        let lines = try await ListLegacyEntries(house.tools).all(by: house.operator)
        #expect(Set(lines.map(\.remedy)) == [.serviceWeb, .webBasic])
        // The password grant is listed as ever, and once.
        try await house.noteGrant(of: scan)
        #expect(try await accounts().map(\.door) == ["passwordGrant", "legacyBasic"])
        #expect(try await !mark(false).isService)
        #expect(try await accounts().map(\.isMarked) == [false])
    }

    @Test func `a program's way leads to an app of its own, where its client has one`() {
        for (door, client, way) in [
            ("legacyMail", "IMAP4", LegacyRemedy.serviceMail), ("legacyMail", "Authenticated SMTP", .serviceMail),
            ("legacyBasic", "Exchange Web Services", .serviceWeb), ("legacyBasic", "Other clients", .serviceWeb),
            ("legacyDirectory", "Other clients", .serviceDirectory), ("legacyNetwork", "Other clients", .network),
            ("passwordGrant", "Mobile Apps and Desktop clients", .passwordGrant),
        ] {
            #expect(LegacyRemedy(door: door, clientApp: client, isService: true) == way)
        }
    }

    @Test func `the sheet holds every line, and no cell is a formula`() async throws {
        let house = try await Organization()
        try await house.add("bob")
        try await house.knock("bob", agent: "=HYPERLINK(\"http://evil.example\",\"a, b\")")
        let lines = try await ListLegacyEntries(house.tools).all(by: house.operator)
        let rows = LegacySheet.text(of: lines).components(separatedBy: "\r\n")
        #expect(rows.count == 3 && rows[0] == LegacySheet.header.joined(separator: ",") && rows[2].isEmpty)
        #expect(rows[1].contains("\"'=HYPERLINK(\"\"http://evil.example\"\",\"\"a, b\"\")\""))
        let cells = LegacySheet.text(rows: [["+1", "-1", "@x", "a\nb", "plain"]])
        #expect(cells == "'+1,'-1,'@x,\"a\nb\",plain\r\n")
    }

    static let remedies: [(String, String, LegacyRemedy)] = [
        ("legacyMail", "IMAP4", .mailReading), ("legacyMail", "POP3", .mailReading),
        ("legacyMail", "Authenticated SMTP", .mailSending), ("legacyBasic", "Exchange ActiveSync", .phoneMail),
        ("legacyBasic", "Exchange Web Services", .exchangeClient), ("legacyBasic", "Other clients", .webBasic),
        ("legacyDirectory", "Other clients", .directory), ("legacyNetwork", "Other clients", .network),
        ("passwordGrant", "Mobile Apps and Desktop clients", .passwordGrant), ("unknown", "unknown", .webBasic),
    ]

    @Test(arguments: remedies)
    func `every kind of client has its way off legacy authentication`(
        door: String, client: String, remedy: LegacyRemedy
    ) {
        #expect(LegacyRemedy(door: door, clientApp: client) == remedy)
    }
}

extension Organization {
    fileprivate func legacyUser(_ name: String) async throws -> User? {
        try await FindUser(tools)(named: "\(name)@contoso.example", by: `operator`)
    }
}
