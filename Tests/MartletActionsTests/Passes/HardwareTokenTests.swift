import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore
import Testing

/// OT-2…OT-7: tokens that an administrator gives out.
@Suite struct `Hardware tokens` {
    private static let header = "upn,serial number,secret key,time interval,manufacturer,model"
    private static let key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    private let secret = Array("12345678901234567890".utf8)

    private func sheet(_ lines: String...) -> String { ([Self.header] + lines).joined(separator: "\r\n") }

    private func line(_ user: String, _ serial: String, period: Int = 30) -> String {
        "\(user),\(serial),\(Self.key),\(period),Contoso,\"Key, blue\""
    }

    private func token(_ house: Organization, _ number: String) async throws -> ListHardwareTokens.Line {
        try #require(
            try await ListHardwareTokens(house.tools)(by: house.operator).lines.first { $0.serialNumber == number })
    }

    @Test func `OT-4 lines that are right are taken, and the others come back with a reason`() async throws {
        let house = try await Organization()
        try await house.add("bob")
        let report = try await ImportHardwareTokens(house.tools)(
            sheet(
                line("bob@contoso.example", "1"), line("", "2", period: 60), line("nobody@contoso.example", "3"),
                line("", "1"), line("", "5", period: 45), "a,b", ",6,ABC,30,x,y", ",7,\(Self.key),30,x,y,z", ""),
            by: house.operator)
        #expect(report.imported == 2)
        #expect(
            report.failures.map(\.problem) == [
                .user, .serialTaken, .interval, .columns, .secret, .columns,
            ])
        #expect(report.failures.map(\.line) == [4, 5, 6, 7, 8, 9])
        let again = try await ImportHardwareTokens(house.tools)(sheet(line("", "2")), by: house.operator)
        #expect(again.imported == 0 && again.failures.map(\.problem) == [.serialTaken])
        let (one, two) = (try await token(house, "1"), try await token(house, "2"))
        #expect(one.model == "Key, blue" && one.user?.name == "bob@contoso.example" && one.activatedAt == nil)
        #expect(two.periodSeconds == 60 && two.user == nil)
    }

    @Test(arguments: [
        "", "upn,serial number\n", "UPN,Serial Number,Secret Key,Time Interval,Manufacturer,Type\n,1,a,30,b,c",
    ])
    func `OT-4 without the exact header nothing is taken`(text: String) async throws {
        let house = try await Organization()
        await #expect(throws: ActionError.invalid([FieldProblem("sheet", .malformed)])) {
            try await ImportHardwareTokens(house.tools)(text, by: house.operator)
        }
    }

    @Test func `OT-5 a token counts after a code of it, and A044 its secret is sealed and never read again`()
        async throws
    {
        let house = try await Organization()
        let bob = try await house.add("bob")
        _ = try await ImportHardwareTokens(house.tools)(
            sheet(line("bob@contoso.example", "1", period: 60)), by: house.operator)
        let token = try await token(house, "1")
        #expect(try await house.tools.store.read { try $0.totpMethods.list(bob.id) }.isEmpty)
        await #expect(throws: ActionError.invalid([FieldProblem("code", .mismatch)])) {
            try await ActivateHardwareToken(house.tools)(token.id, code: "000000", by: house.operator)
        }
        let step = TOTP.step(at: house.clock.now, period: 60)
        let code = TOTP.code(secret: secret, step: step)
        try await ActivateHardwareToken(house.tools)(token.id, code: code, by: house.operator)
        await #expect(throws: ActionError.conflict(.alreadyDone)) {
            try await ActivateHardwareToken(house.tools)(token.id, code: code, by: house.operator)
        }
        let methods = try await house.tools.store.read { try $0.totpMethods.list(bob.id) }
        // A037: the code that activated it is spent.
        #expect(methods.map(\.isHardware) == [true] && methods.map(\.periodSeconds) == [60])
        #expect(methods.map(\.lastAcceptedStep) == [step] && methods.map(\.name) == ["Key, blue 1"])
        #expect(!methods.contains { $0.sealedSecret.starts(with: secret) })
        let kept = try #require(try await house.tools.store.read { try $0.hardwareTokens.list(of: bob.id).first })
        #expect(kept.sealedSecret != secret && kept.sealedSecret.count > secret.count)
    }

    @Test func `OT-7 its person activates it by its number and a code, and wrong ones are counted`() async throws {
        let house = try await Organization()
        let (bob, eve) = (try await house.add("bob"), try await house.add("eve"))
        _ = try await ImportHardwareTokens(house.tools)(
            sheet(line("bob@contoso.example", "A 1"), line("", "A 2")), by: house.operator)
        let (own, other) = (
            try await house.caller(bob, proofs: .password), try await house.caller(eve, proofs: .password)
        )
        #expect(try await OwnSecurityInfo(house.tools)(by: own).hasTokenToActivate)
        #expect(try await !OwnSecurityInfo(house.tools)(by: other).hasTokenToActivate)
        let activate = ActivateOwnHardwareToken(house.tools)
        let wrong = ActionError.invalid([FieldProblem("code", .mismatch)])
        func code() -> String { TOTP.code(secret: secret, step: TOTP.step(at: house.clock.now)) }
        // Somebody else's number, nobody's, and a wrong code are one answer.
        await #expect(throws: wrong) { try await activate(serialNumber: "A 1", code: code(), by: other) }
        await #expect(throws: wrong) { try await activate(serialNumber: "A 2", code: code(), by: own) }
        await #expect(throws: wrong) { try await activate(serialNumber: "A 1", code: "000000", by: own) }
        let tenant = house.tenant.id
        func failures() async throws -> Int? {
            try await house.tools.store.read { tables in
                try tables.lockouts.find(in: tenant, subject: bob.id.rawValue, kind: .secondFactor)?.failures
            }
        }
        #expect(try await failures() == 2)
        // The try is counted in a transaction of its own; token, audit record and the forgotten tries are one more.
        let before = house.tools.store.measures.store.writeSeconds.snapshot.total
        try await activate(serialNumber: " A 1 ", code: code(), by: own)
        #expect(house.tools.store.measures.store.writeSeconds.snapshot.total == before + 2)
        #expect(try await failures() == nil)
        #expect(try await house.tools.store.read { try $0.totpMethods.list(bob.id) }.map(\.isHardware) == [true])
        #expect(try await house.audits(.hardwareTokenActivated).count == 1)
        await #expect(throws: ActionError.self) { try await activate(serialNumber: "A 1", code: code(), by: own) }
        // After ten wrong ones the right one is not looked at.
        try await AssignHardwareToken(house.tools)(try await token(house, "A 2").id, to: eve.id, by: house.operator)
        for _ in 0..<10 {
            await #expect(throws: wrong) { try await activate(serialNumber: "A 2", code: "000000", by: other) }
        }
        await #expect(throws: wrong) { try await activate(serialNumber: "A 2", code: code(), by: other) }
    }

    @Test func `OT-7 one token, one person, and who had it loses the method`() async throws {
        let house = try await Organization()
        let (bob, eve) = (try await house.add("bob"), try await house.add("eve"))
        _ = try await ImportHardwareTokens(house.tools)(sheet(line("bob@contoso.example", "1")), by: house.operator)
        let token = try await token(house, "1")
        try await ActivateHardwareToken(house.tools)(
            token.id, code: TOTP.code(secret: secret, step: TOTP.step(at: house.clock.now)), by: house.operator)
        _ = try await house.caller(bob)
        try await AssignHardwareToken(house.tools)(token.id, to: eve.id, by: house.operator)
        #expect(try await house.tools.store.read { try $0.totpMethods.list(bob.id) }.isEmpty)
        #expect(try await house.sessions(bob.id).isEmpty)
        // SD-18: what was taken away is registered anew, without another grace.
        #expect(try await house.user(bob.id).registrationGraceStartedAt == User.forfeitedGrace)
        house.clock.advance(.minutes(1))
        // OT-7: whoever has it may activate it.
        let caller = try await house.caller(eve, proofs: .password)
        try await ActivateHardwareToken(house.tools)(
            token.id, code: TOTP.code(secret: secret, step: TOTP.step(at: house.clock.now)), by: caller)
        #expect(try await house.sessions(eve.id) == [caller.session])
        try await AssignHardwareToken(house.tools).delete(token.id, by: house.operator)
        #expect(try await house.tools.store.read { try $0.totpMethods.list(eve.id) }.isEmpty)
    }

    @Test func `OT-7 the inventory is kept by two roles, and given out by those who reach the person`() async throws {
        let house = try await Organization()
        try await house.add("bob")
        let policy = try await house.caller(
            try await house.add("pol", role: .authenticationPolicyAdministrator, registered: true))
        let auth = try await house.caller(
            try await house.add("auth", role: .authenticationAdministrator, registered: true))
        let report = try await ImportHardwareTokens(house.tools)(
            sheet(line("", "1"), line("bob@contoso.example", "2")), by: policy)
        #expect(report.imported == 1 && report.failures.map(\.problem) == [.notPermitted])
        await #expect(throws: ActionError.forbidden(.forbidden(.noRole))) {
            try await ImportHardwareTokens(house.tools)(sheet(line("", "9")), by: auth)
        }
        let (token, bob) = (try await token(house, "1"), try await house.userNamed("bob"))
        try await AssignHardwareToken(house.tools)(token.id, to: bob, by: auth)
        await #expect(throws: ActionError.forbidden(.forbidden(.targetIsPrivileged))) {
            try await AssignHardwareToken(house.tools)(token.id, to: house.founder.id, by: auth)
        }
        await #expect(throws: ActionError.forbidden(.forbidden(.noRole))) {
            try await AssignHardwareToken(house.tools)(token.id, to: bob, by: policy)
        }
    }

    @Test func `OT-5 two hundred activations in five minutes, and no more`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob")
        _ = try await ImportHardwareTokens(house.tools)(sheet(line("bob@contoso.example", "1")), by: house.operator)
        let at = house.clock.now
        let tenant = house.tenant.id
        try await house.tools.store.write { tables in
            for number in 0..<200 {
                _ = try tables.hardwareTokens.insert(
                    HardwareToken(
                        id: ID("t-\(number)"), tenant: tenant, serialNumber: "x\(number)", manufacturer: "", model: "",
                        periodSeconds: 30, sealedSecret: [], user: bob.id, createdAt: at, activatedAt: at))
            }
        }
        let token = try await token(house, "1")
        let code = TOTP.code(secret: secret, step: TOTP.step(at: at))
        await #expect(throws: ActionError.overloaded(retryAfterSeconds: 300)) {
            try await ActivateHardwareToken(house.tools)(token.id, code: code, by: house.operator)
        }
        house.clock.advance(.minutes(5))
        let later = TOTP.code(secret: secret, step: TOTP.step(at: house.clock.now))
        try await ActivateHardwareToken(house.tools)(token.id, code: later, by: house.operator)
    }
}

extension Organization {
    /// The id of somebody by the part of their name before the `@`.
    fileprivate func userNamed(_ name: String) async throws -> ID<User> {
        let found = try await FindUser(tools)(named: "\(name)@contoso.example", by: `operator`)
        return try #require(found).id
    }
}
