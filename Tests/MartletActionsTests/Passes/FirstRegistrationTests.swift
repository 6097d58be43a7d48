import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore
import Testing

/// A first method is not for whoever merely knows a password; and what one does with the methods one has.
@Suite struct `First registration and names` {
    private func set(_ house: Organization, _ name: String, _ text: String) async throws {
        try await SetMethodsPolicy(house.tools)([(name: name, text: text)], by: house.operator)
    }

    private let barred = ActionError.invalid([FieldProblem("firstRegistration", .notAllowed)])

    @Test(arguments: ["pass", "knownBrowser", "approval"])
    func `A045 whoever only knows the password registers no first method`(setting: String) async throws {
        let house = try await Organization()
        let caller = try await house.caller(try await house.add("bob"), proofs: .password)
        try await set(house, "general.firstRegistration", setting)
        await #expect(throws: barred) { try await BeginAuthenticator(house.tools)(by: caller) }
    }

    @Test func `an administrator's word lets somebody register once, for a day`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob")
        let caller = try await house.caller(bob, proofs: .password)
        try await set(house, "general.firstRegistration", "approval")
        try await AllowFirstRegistration(house.tools)(bob.id, by: house.operator)
        let begun = try await BeginAuthenticator(house.tools)(by: caller)
        let secret = try #require(Base32.decode(begun.enrolment.secretText))
        let code = TOTP.code(secret: secret, step: TOTP.step(at: house.clock.now))
        _ = try await ProveAuthenticator(house.tools)(state: begun.state, code: code, name: "", by: caller)
        let tenant = house.tenant.id
        let kept = try await house.tools.store.read { try $0.methodPreferences.find(bob.id, in: tenant) }
        #expect(kept.registrationApprovedUntil == nil && kept.firstRegisteredAt == house.clock.now)
        // Their pages tell of it for two weeks.
        #expect(try await OwnSecurityInfo(house.tools)(by: caller).firstRegisteredAt == house.clock.now)
        let eve = try await house.add("eve")
        try await AllowFirstRegistration(house.tools)(eve.id, by: house.operator)
        house.clock.advance(.days(1))
        let late = try await house.caller(eve, proofs: .password)
        await #expect(throws: barred) { try await BeginAuthenticator(house.tools)(by: late) }
    }

    @Test func `a pass is enough whatever the setting`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob")
        try await set(house, "general.firstRegistration", "approval")
        _ = try await GivePass(house.tools)(bob.id, by: house.operator)
        let caller = try await house.caller(bob, proofs: .password)
        let session = try #require(caller.session)
        try await house.prove([Proof(method: .temporaryAccessPass, at: house.clock.now)], in: session, of: bob)
        _ = try await BeginAuthenticator(house.tools)(by: caller)
    }

    @Test func `MR-15 somebody at high risk registers no first method by themselves, and does once that is settled`()
        async throws
    {
        let house = try await Organization()
        for (number, ending) in ["open", "approved", "dismissed", "pass", "medium"].enumerated() {
            let bob = try await house.add("bob\(number)")
            let caller = try await house.caller(bob, proofs: .password)
            let risk = RiskDetection(
                id: house.tools.ambient.newID(), tenant: house.tenant.id, user: bob.id,
                kind: .userReportedSuspiciousActivity, level: ending == "medium" ? .medium : .high, signIn: nil,
                detectedAt: house.clock.now)
            try await house.tools.store.write { try $0.riskDetections.insert(risk) }
            let wants = try await UserDetail(house.tools)(bob.id, by: house.operator).wantsApproval
            #expect(wants == (ending != "medium"))
            switch ending {
            case "approved": try await AllowFirstRegistration(house.tools)(bob.id, by: house.operator)
            case "dismissed": try await DismissRisk(house.tools)(bob.id, by: house.operator)
            case "pass":
                _ = try await GivePass(house.tools)(bob.id, by: house.operator)
                try await house.prove(
                    [Proof(method: .temporaryAccessPass, at: house.clock.now)], in: try #require(caller.session),
                    of: bob)
            default: break
            }
            if ending == "open" {
                await #expect(throws: barred) { try await BeginAuthenticator(house.tools)(by: caller) }
            } else {
                _ = try await BeginAuthenticator(house.tools)(by: caller)
            }
        }
    }

    @Test func `only those who look after methods allow it, and not for themselves`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob")
        let helper = try await house.caller(
            try await house.add("helper", role: .helpdeskAdministrator, registered: true))
        await #expect(throws: ActionError.forbidden(.forbidden(.noRole))) {
            try await AllowFirstRegistration(house.tools)(bob.id, by: helper)
        }
        let founder = try await house.caller(house.founder)
        await #expect(throws: ActionError.forbidden(.forbidden(.ownAccount))) {
            try await AllowFirstRegistration(house.tools)(house.founder.id, by: founder)
        }
    }

    @Test func `an app is renamed by its owner with a second factor, and by nobody else`() async throws {
        let house = try await Organization()
        let (bob, eve) = (
            try await house.add("bob", registered: true), try await house.add("eve", registered: true)
        )
        let caller = try await house.caller(bob)
        let method = try #require(try await OwnSecurityInfo(house.tools)(by: caller).authenticators.first)
        try await RenameOwnMethod(house.tools)(.authenticator(method.id), to: " My phone ", by: caller)
        #expect(try await OwnSecurityInfo(house.tools)(by: caller).authenticators.map(\.name) == ["My phone"])
        let (weak, other) = (try await house.caller(bob, proofs: .password), try await house.caller(eve))
        await #expect(throws: ActionError.needsFreshSecondFactor) {
            try await RenameOwnMethod(house.tools)(.authenticator(method.id), to: "X", by: weak)
        }
        await #expect(throws: ActionError.notFound("method")) {
            try await RenameOwnMethod(house.tools)(.authenticator(method.id), to: "X", by: other)
        }
        await #expect(throws: ActionError.invalid([FieldProblem("name", .missing)])) {
            try await RenameOwnMethod(house.tools)(.authenticator(method.id), to: " ", by: caller)
        }
    }

    @Test func `MR-12 what a person chose comes first where the organisation lets them choose`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob", registered: true)
        let caller = try await house.caller(bob)
        await #expect(throws: ActionError.invalid([FieldProblem("method", .unknown)])) {
            try await ChooseDefaultMethod(house.tools)(.passkey, by: caller)
        }
        try await ChooseDefaultMethod(house.tools)(.totp, by: caller)
        #expect(try await OwnSecurityInfo(house.tools)(by: caller).defaults.isEmpty)
        try await set(house, "general.prefersStrongest", "false")
        let info = try await OwnSecurityInfo(house.tools)(by: caller)
        #expect(info.defaults == [.totp] && info.chosenDefault == .totp)
        try await ChooseDefaultMethod(house.tools)(nil, by: caller)
        #expect(try await OwnSecurityInfo(house.tools)(by: caller).chosenDefault == nil)
    }
}
