import MartletActions
import MartletDirectory
import MartletPolicy
import MartletStore
import Testing

@Suite struct `What administrators see` {
    private func record(
        _ house: Organization, user: User, at: Timestamp, status: SignInRecord.Status = .success, code: Int = 0,
        client: String = "Browser", correlation: String = "attempt"
    ) -> SignInRecord {
        SignInRecord(
            id: house.tools.ambient.newID(), tenant: house.tenant.id, createdAt: at, correlationID: correlation,
            user: user.id, userPrincipalName: user.userPrincipalName.folded, userDisplayName: user.displayName,
            application: nil, applicationName: "", resource: "account", door: "account", clientAppUsed: client,
            protocolName: "none", origin: Origin(address: "192.0.2.1", userAgent: "Test"), isInteractive: true,
            status: status, errorCode: code, failureReason: "", requirement: .multiFactor, reasons: [], policies: [],
            details: [], session: nil)
    }

    @Test func `an ordinary person sees nothing of it`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob")
        let caller = try await house.caller(bob)
        let refusal = ActionError.forbidden(.forbidden(.noRole))
        await #expect(throws: refusal) { try await Overview(house.tools)(by: caller) }
        await #expect(throws: refusal) { try await ListUsers(house.tools)(by: caller) }
        await #expect(throws: refusal) { try await UserDetail(house.tools)(bob.id, by: caller) }
        await #expect(throws: refusal) { try await ListGroups(house.tools)(by: caller) }
        await #expect(throws: refusal) { try await ListRoles(house.tools)(by: caller) }
        await #expect(throws: refusal) { try await ListApplications(house.tools)(by: caller) }
        await #expect(throws: refusal) { try await ListSignIns(house.tools)(by: caller) }
        await #expect(throws: refusal) { try await ListAudits(house.tools)(by: caller) }
        await #expect(throws: refusal) { try await SecurityDefaultsStatus(house.tools)(by: caller) }
        await #expect(throws: refusal) { try await ListEmergencyAccounts(house.tools)(by: caller) }
    }

    // LG-10: the log readers are not the directory readers.
    @Test func `the logs are for those who may read them`() async throws {
        let house = try await Organization()
        let reports = try await house.caller(try await house.add("reports", role: .reportsReader))
        _ = try await ListSignIns(house.tools)(by: reports)
        _ = try await ListAudits(house.tools)(by: reports)
        await #expect(throws: ActionError.self) { try await ListUsers(house.tools)(by: reports) }

        let makers = try await house.caller(try await house.add("maker", role: .userAdministrator))
        await #expect(throws: ActionError.self) { try await ListSignIns(house.tools)(by: makers) }
        let detail = try await UserDetail(house.tools)(house.founder.id, by: makers)
        #expect(detail.signIns.isEmpty)
        #expect(detail.permitted.isEmpty)
        let picture = try await Overview(house.tools)(by: makers)
        #expect(picture.days.isEmpty && picture.alerts.isEmpty)
    }

    @Test func `the overview counts registration and says who is stopped when`() async throws {
        let house = try await Organization()
        let now = house.clock.now
        for (name, days) in [("one", 3), ("two", 13), ("three", 20)] {
            var user = try await house.add(name)
            user.registrationGraceStartedAt = now
            let started = user
            try await house.tools.store.write { try $0.users.update(started) }
            _ = days
        }
        let sync = try await house.add("sync", role: .directorySynchronizationAccounts)
        try await house.add("fresh")
        let off = try await house.add("off")
        try await SetUserEnabled(house.tools)(off.id, isEnabled: false, by: house.operator)
        house.clock.advance(.days(4))
        let picture = try await Overview(house.tools)(by: house.operator)
        #expect(picture.registration.registered == 1)
        #expect(picture.registration.inGrace == 3)
        #expect(picture.registration.notStarted == 1)
        #expect(picture.registration.exempt == 1)
        #expect(picture.registration.deadlines.allSatisfy { $0.at == now + .days(14) })
        #expect(picture.advice.contains(.makeEmergencyAccounts(count: 0)))
        #expect(picture.advice.contains(.addSecondGlobalAdministrator))
        #expect(picture.advice.contains(.reviewSynchronizationAccounts(count: 1)))
        house.clock.advance(.days(10))
        #expect(try await Overview(house.tools)(by: house.operator).registration.mustRegister == 3)
        #expect(try await UserDetail(house.tools)(sync.id, by: house.operator).registration == .exempt)
    }

    @Test func `the overview shows thirty days without a gap, and the legacy attempts`() async throws {
        let house = try await Organization()
        house.clock.advance(.days(40))
        let now = house.clock.now
        let rows = [
            record(house, user: house.founder, at: now - .days(35)),
            record(house, user: house.founder, at: now - .days(2)),
            record(house, user: house.founder, at: now - .days(2), status: .interrupted, code: 50074),
            record(
                house, user: house.founder, at: now - .days(1), status: .failure, code: 530_035, client: "Other clients"
            ),
        ]
        try await house.tools.store.write { tables in for row in rows { try tables.signIns.insert(row) } }
        let picture = try await Overview(house.tools)(by: house.operator)
        #expect(picture.days.count == 30)
        #expect(picture.days.last?.day == now.startOfDay)
        #expect(picture.days.map(\.success).reduce(0, +) == 1)
        #expect(picture.challenges == 1)
        #expect(picture.legacy.attempts == 1 && picture.legacy.refused == 1)
        #expect(picture.legacy.sources.map(\.clientAppUsed) == ["Other clients"])
        #expect(picture.advice.contains(.moveLegacyClients(count: 1)))
    }

    @Test func `users are searched, filtered and paged`() async throws {
        let house = try await Organization()
        for name in ["carl", "dora", "emil"] { try await house.add(name) }
        try await house.add("guard", role: .securityAdministrator, registered: true)
        let all = try await ListUsers(house.tools)(limit: 2, by: house.operator)
        #expect(all.page.items.count == 2 && all.total == 5 && all.mayAdd)
        let rest = try await ListUsers(house.tools)(after: all.page.next, limit: 10, by: house.operator)
        #expect(rest.page.items.count == 3)
        let found = try await ListUsers(house.tools)(matching: "dor", by: house.operator)
        #expect(found.page.items.map(\.user.userPrincipalName.text) == ["dora@contoso.example"])
        let administrators = try await ListUsers(house.tools)(filter: .administrators, by: house.operator)
        #expect(administrators.page.items.count == 2)
        let bare = try await ListUsers(house.tools)(filter: .notRegistered, by: house.operator)
        #expect(bare.page.items.map(\.user.userPrincipalName.local) == ["carl", "dora", "emil"])
        #expect(bare.page.items.allSatisfy { $0.registration == .notStarted })
    }

    @Test func `a sign-in is shown with the other rows of its attempt`() async throws {
        let house = try await Organization()
        let now = house.clock.now
        let asked = record(house, user: house.founder, at: now, status: .interrupted, code: 50074, correlation: "a")
        let done = record(house, user: house.founder, at: now + .seconds(9), correlation: "a")
        let other = record(house, user: house.founder, at: now + .seconds(1), correlation: "b")
        try await house.tools.store.write { tables in
            for row in [asked, done, other] { try tables.signIns.insert(row) }
        }
        let detail = try await SignInDetail(house.tools)(done.id, by: house.operator)
        #expect(detail.record == done)
        #expect(detail.siblings == [asked])
        let failures = try await ListSignIns(house.tools)(
            SignInSearch(status: .interrupted, errorCode: 50074), by: house.operator)
        #expect(failures.items == [asked])
    }

    @Test func `a role shows its holders and the way in which they hold it`() async throws {
        let house = try await Organization()
        let group = try await AddGroup(house.tools)(displayName: "Desk", isAssignableToRole: true, by: house.operator)
        let bob = try await house.add("bob", role: .helpdeskAdministrator)
        try await AddMember(house.tools)(bob.id, to: group.id, by: house.operator)
        try await AssignRole(house.tools)(
            DirectoryRole.helpdeskAdministrator.id, to: .group(group.id), by: house.operator)
        let role = try await RoleDetail(house.tools)(DirectoryRole.helpdeskAdministrator.id, by: house.operator)
        #expect(role.holders.map(\.user.id) == [bob.id, bob.id])
        #expect(role.holders.map(\.group?.id) == [nil, group.id])
        let detail = try await UserDetail(house.tools)(bob.id, by: house.operator)
        #expect(detail.roles.map(\.group?.id) == [nil, group.id])
        let shown = try await GroupDetail(house.tools)(group.id, by: house.operator)
        #expect(shown.members.map(\.id) == [bob.id] && shown.roles.count == 1)
        let lines = try await ListGroups(house.tools)(by: house.operator)
        #expect(lines.items.first?.memberCount == 1)
    }

    @Test func `the audit log is filtered, and a record of another tenant does not exist`() async throws {
        let house = try await Organization()
        try await house.add("bob")
        let page = try await ListAudits(house.tools)(AuditSearch(activity: .userAdded), by: house.operator)
        #expect(page.items.count == 2)
        let first = try #require(page.items.first)
        #expect(try await AuditDetail(house.tools)(first.id, by: house.operator) == first)
        var elsewhere = house.operator
        elsewhere.tenant = ID("00000000-0000-4000-8000-000000000000")
        await #expect(throws: ActionError.notFound("audit record")) {
            try await AuditDetail(house.tools)(first.id, by: elsewhere)
        }
    }
}
