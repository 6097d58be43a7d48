import Logging
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore
import MartletTesting
import Testing

@testable import MartletActions

/// SD-41…SD-44: what signs in with a password alone is counted, and the report stays small whatever strangers send.
@Suite struct `Counting legacy sign-ins` {
    @Test func `SD-44 an attempt is one count on one line, with whether the password was right`() async throws {
        let house = try await Organization()
        try await house.add("bob")
        #expect(try await !house.knock("bob"))
        #expect(try await !house.knock("bob", "wrong-wrong-wrong-42"))
        var entries = try await house.legacyEntries()
        let entry = try #require(entries.first)
        #expect(entries.count == 1 && entry.attempts == 2 && entry.succeeded == 0 && entry.refusedProven == 1)
        #expect(entry.userPrincipalName == "bob@contoso.example" && entry.key.clientApp == "Other clients")
        #expect(entry.key.door == "legacyBasic" && entry.key.protocolName == "basic")
        #expect(entry.key.network == "192.0.2.0/24" && entry.lastAddress == "192.0.2.7")
        #expect(entry.firstSeenAt < entry.lastSeenAt && entry.lastProvenAt == entry.firstSeenAt)
        #expect(entry.days.map(\.attempts) == [2] && entry.days.map(\.succeeded) == [0])
        try await house.switchOff()
        #expect(try await house.knock("bob"))
        entries = try await house.legacyEntries()
        #expect(entries.map(\.attempts) == [3] && entries.map(\.succeeded) == [1])
        #expect(entries.first?.lastSucceededAt == house.clock.now && entries.first?.days.map(\.succeeded) == [1])
    }

    @Test func `an attempt counts once when the transaction of its row runs again`() async throws {
        let clock = TestClock()
        let engine = RepeatingEngine(try await TestEngine.make())
        let store = Store(engine: engine)
        try await store.migrate()
        let tools = Tools(
            store: store, ambient: clock.ambient, sealer: try Sealer(key: Array(0..<32)),
            hashing: HashingPool(
                workers: 1, queueLimit: 64, deadline: .seconds(60),
                parameters: PasswordHasher.Parameters(memoryKiB: 64, passes: 1)),
            publicURL: try #require(PublicURL("http://localhost:8080")), logger: Logger(label: "test"))
        let made = try await InitializeOrganization(tools)(
            SetUpRequest(
                organizationName: "Contoso", domain: "contoso.example", displayName: "Ada Founder", userName: "ada",
                password: Organization.password))
        let tenant = made.tenant.id
        engine.repeatEverything()
        for number in 1...3 {
            clock.advance(.seconds(1))
            let entrant = try await CheckBasic(tools)(
                organization: "contoso.example", name: "ada@contoso.example", password: Organization.password,
                origin: Origin(address: "192.0.2.7", userAgent: "Mail/1"))
            #expect(entrant == nil)
            let (rows, lines) = try await store.read { tables in
                (
                    try tables.signIns.list(in: tenant, limit: 9).items.count,
                    try tables.legacyEntries.list(
                        in: tenant, filter: LegacyEntryFilter(now: clock.now), limit: 9
                    ).items
                )
            }
            #expect(rows == number && lines.map(\.attempts) == [number])
        }
    }

    @Test func `A079 what was stopped unseen is gathered by network, whosever the name is`() async throws {
        let house = try await Organization()
        let user = try await house.add("bob")
        let bob = try await house.user(user.id)
        let context = SignInContext(
            tenant: house.tenant.id, correlationID: "c", user: bob, typedName: "", resource: "", door: .legacyBasic,
            protocolName: "basic", origin: Origin(address: "192.0.2.7", userAgent: ""))
        let outcomes: [(PasswordAttempt.Outcome, Bool)] = [(.stopped, false), (.locked, true), (.wrong, true)]
        for (outcome, isNamed) in outcomes {
            let detail = SignInRecord.Detail(
                method: Method.password.name, at: house.clock.now, succeeded: false, result: outcome.rawValue)
            let event = SignInEvent(status: .failure, errorCode: 50053, details: [detail])
            let sighting = try #require(context.legacySighting(event, at: house.clock.now))
            #expect((sighting.key.user == bob.id) == isNamed && sighting.key.network == "192.0.2.0/24")
            #expect(sighting.userPrincipalName.isEmpty == !isNamed)
        }
    }

    @Test func `a browser's sign-in is on no line`() throws {
        let context = SignInContext(
            tenant: ID("t"), correlationID: "c", typedName: "", resource: "", door: .authorize, protocolName: "none",
            origin: Origin(address: "192.0.2.7", userAgent: ""))
        let event = SignInEvent(status: .success, errorCode: 0)
        #expect(context.legacySighting(event, at: Timestamp(seconds: 1)) == nil)
        for door in Door.allCases {
            var other = context
            other.door = door
            let isCounted = other.legacySighting(event, at: Timestamp(seconds: 1)) != nil
            #expect(isCounted == (door.isLegacy || door == .passwordGrant), "\(door)")
        }
    }

    @Test func `A079 names of nobody share the line of their network`() async throws {
        let house = try await Organization()
        for number in 0..<12 {
            try await house.knock("nobody\(number)", address: "198.51.100.\(number)", agent: "Spray/\(number)")
        }
        try await house.knock("nobody", address: "203.0.113.9")
        let entries = try await house.legacyEntries()
        #expect(entries.map(\.attempts) == [1, 12] && entries.allSatisfy { $0.key.user == nil })
        #expect(entries.map(\.key.network) == ["203.0.113.0/24", "198.51.100.0/24"])
        #expect(entries.allSatisfy { $0.key.userAgent.isEmpty && $0.userPrincipalName.isEmpty })
    }

    @Test func `seen again after it was done, a line is open and marked`() async throws {
        let house = try await Organization()
        try await house.add("bob")
        try await house.knock("bob")
        let id = try #require(try await house.legacyEntries().first).id
        let done = TendLegacyEntry.Request(owner: "", state: .done, acceptedUntil: nil, note: "moved")
        try await TendLegacyEntry(house.tools)(id, done, by: house.operator)
        #expect(try await house.legacyEntries().map(\.state) == [.done])
        try await house.knock("bob")
        let entry = try #require(try await house.legacyEntries().first)
        #expect(entry.state == .open && entry.reopenedAt == house.clock.now && entry.note == "moved")
        // Whoever takes it up again takes the mark off.
        let moving = TendLegacyEntry.Request(owner: "", state: .moving, acceptedUntil: nil, note: "moved")
        try await TendLegacyEntry(house.tools)(id, moving, by: house.operator)
        #expect(try await house.legacyEntries().map(\.reopenedAt) == [nil])
    }

    private func sighting(
        _ house: Organization, user: String?, network: Int, proven: Bool, agent: String = "a"
    ) -> LegacySighting {
        LegacySighting(
            key: LegacyEntry.Key(
                user: user.map { ID($0) }, application: nil, door: "legacyMail", clientApp: "IMAP4",
                protocolName: "imap", network: "10.\(network / 256).\(network % 256).0/24", userAgent: agent),
            tenant: house.tenant.id, userPrincipalName: user ?? "", userDisplayName: "", applicationName: "Mail",
            address: "10.\(network / 256).\(network % 256).1", at: house.clock.now, isProven: proven, isSuccess: false)
    }

    @Test func `A079, A084 strangers never fill the report, and who has the right password is still seen`() async throws
    {
        let house = try await Organization()
        let most = LegacyBounds.unprovenLines
        let tenant = house.tenant.id
        let (total, everywhere) = try await house.tools.store.write { tables in
            for number in 0..<most + 300 {
                try tables.noteLegacy(
                    sighting(house, user: nil, network: number, proven: false), id: ID("n\(number)"))
            }
            // A spray over people that there are, each from a network of its own.
            for number in 0..<300 {
                try tables.noteLegacy(
                    sighting(house, user: "u\(number)", network: number, proven: false), id: ID("u\(number)"))
            }
            try tables.noteLegacy(sighting(house, user: "real", network: 9, proven: true), id: ID("real"))
            let total = try tables.legacyEntries.count(in: tenant, proven: false, upTo: 100_000)
            let key = LegacyEntry.Key(
                user: nil, application: nil, door: "legacyMail", clientApp: "IMAP4", protocolName: "imap", network: "",
                userAgent: "")
            return (total, try tables.legacyEntries.find(key, in: tenant)?.attempts)
        }
        // The line for every network is the one that always has room. Of the people, those whose network has a line are
        // counted there.
        #expect(total == most + 1 && everywhere == 300)
        let real = try await ListLegacyEntries(house.tools).all(
            ListLegacyEntries.Search(provenOnly: true), by: house.operator)
        #expect(real.map(\.entry.key.user) == [ID("real")])
    }

    @Test func `A084 one account with many clients and networks has a bounded number of lines`() async throws {
        let house = try await Organization()
        let most = LegacyBounds.linesOfUser
        let tenant = house.tenant.id
        let entries = try await house.tools.store.write { tables in
            for number in 0..<most + 40 {
                try tables.noteLegacy(
                    sighting(house, user: "bob", network: number, proven: true, agent: "client \(number)"),
                    id: ID("n\(number)"))
            }
            return try tables.legacyEntries.list(
                in: tenant, filter: LegacyEntryFilter(now: house.clock.now), limit: 500
            ).items
        }
        #expect(entries.count == most + 1 && entries.reduce(0) { $0 + $1.attempts } == most + 40)
        let rest = try #require(entries.first { $0.key.network.isEmpty })
        #expect(rest.attempts == 40 && rest.key.user == ID("bob") && rest.key.userAgent.isEmpty)
    }

    @Test func `the days of a line are bounded, and a clock set back is counted on its day`() {
        let start = Timestamp(seconds: 1_795_000_000)
        var sighting = LegacySighting(
            key: LegacyEntry.Key(
                user: nil, application: nil, door: "d", clientApp: "c", protocolName: "p", network: "n",
                userAgent: String(repeating: "x", count: 900)),
            tenant: ID("t"), userPrincipalName: "", userDisplayName: "", applicationName: "", address: "", at: start,
            isProven: true, isSuccess: true)
        #expect(sighting.key.userAgent.count == LegacyEntry.Key.longestAgent)
        var entry = LegacyEntry(ID("e"), of: sighting)
        for day in 0..<100 {
            sighting.at = start + .days(day)
            entry.count(sighting)
        }
        #expect(entry.days.count == LegacyEntry.rememberedDays && entry.attempts == 100)
        sighting.at = start + .days(97)
        entry.count(sighting)
        #expect(entry.days.suffix(3).map(\.attempts) == [2, 1, 1])
        #expect(entry.lastSeenAt == start + .days(99) && entry.lastSucceededAt == start + .days(99))
    }
}
