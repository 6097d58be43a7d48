import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore
import Testing

@Suite struct `A person's own account` {
    private func code(of enrolment: AuthenticatorEnrolment, at: Timestamp) throws -> String {
        TOTP.code(secret: try #require(Base32.decode(enrolment.secretText)), step: TOTP.step(at: at))
    }

    private func browser(_ house: Organization) -> BrowserState {
        BrowserState(
            browser: house.tools.newToken(.browser), session: nil,
            origin: Origin(address: "192.0.2.1", userAgent: "Test"))
    }

    // MARK: The password

    // MR-16.
    @Test func `a password changes without the old one after a second factor`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob", registered: true)
        let other = try await house.caller(bob)
        let caller = try await house.caller(bob)
        try await ChangeOwnPassword(house.tools)(
            current: nil, new: "another-long-secret-7", by: caller, browser: browser(house))
        // A030, A109: every other session is over.
        #expect(try await house.sessions(bob.id) == [caller.session])
        #expect(other.session != caller.session)
        let stored = try #require(try await house.tools.store.read { try $0.passwords.find(bob.id) })
        #expect(!stored.mustChange && stored.expiresAt == nil)
        #expect(try await house.audits(.passwordChanged).first?.succeeded == true)
    }

    // MR-16.
    @Test func `a session with one factor wants the old password, and counts wrong ones`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob")
        let caller = try await house.caller(bob, proofs: .password)
        let here = browser(house)
        await #expect(throws: ActionError.invalid([FieldProblem("current-password", .missing)])) {
            try await ChangeOwnPassword(house.tools)(
                current: "", new: "another-long-secret-7", by: caller, browser: here)
        }
        await #expect(throws: ActionError.invalid([FieldProblem("current-password", .mismatch)])) {
            try await ChangeOwnPassword(house.tools)(
                current: "wrong-wrong-wrong", new: "another-long-secret-7", by: caller, browser: here)
        }
        let counters = try await house.tools.store.read { [tenant = house.tenant.id] in
            try $0.lockouts.list(in: tenant, subject: bob.id.rawValue)
        }
        #expect(counters.map(\.failures).reduce(0, +) == 1)
        try await ChangeOwnPassword(house.tools)(
            current: Organization.password, new: "another-long-secret-7", by: caller, browser: here)
    }

    // A085, and section 1.3: a change may not keep the current password.
    @Test(arguments: [Organization.password, "password1", "bobbobbob"])
    func `neither the same password nor a weak one is taken`(text: String) async throws {
        let house = try await Organization()
        let caller = try await house.caller(try await house.add("bob", registered: true))
        do {
            try await ChangeOwnPassword(house.tools)(current: nil, new: text, by: caller, browser: browser(house))
            Issue.record("`\(text)` was accepted")
        } catch ActionError.invalid(let problems) {
            #expect(problems.map(\.field) == ["new-password"])
        }
    }

    // MARK: Methods

    @Test func `an authenticator is registered with a proof and brings recovery codes`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob")
        let other = try await house.caller(bob, proofs: .password)
        let caller = try await house.caller(bob, proofs: .password)
        let begun = try await BeginAuthenticator(house.tools)(by: caller)
        // A045: nothing is there before the proof.
        #expect(try await OwnSecurityInfo(house.tools)(by: caller).authenticators.isEmpty)
        await #expect(throws: ActionError.invalid([FieldProblem("code", .mismatch)])) {
            try await ProveAuthenticator(house.tools)(state: begun.state, code: "000000", name: "", by: caller)
        }
        let codes = try await ProveAuthenticator(house.tools)(
            state: begun.state, code: try code(of: begun.enrolment, at: house.clock.now), name: "Phone", by: caller)
        #expect(codes.count == 10)
        let info = try await OwnSecurityInfo(house.tools)(by: caller)
        #expect(info.authenticators.map(\.name) == ["Phone"])
        #expect(info.recoveryCodesLeft == 10)
        #expect(try await house.sessions(bob.id) == [caller.session])
        #expect(other.session != caller.session)
    }

    // MR-2, A045.
    @Test func `whoever has a method proves it before adding another`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob", registered: true)
        let weak = try await house.caller(bob, proofs: .password)
        await #expect(throws: ActionError.needsFreshSecondFactor) {
            try await BeginAuthenticator(house.tools)(by: weak)
        }
        let strong = try await house.caller(bob)
        let begun = try await BeginAuthenticator(house.tools)(by: strong)
        let typed = try code(of: begun.enrolment, at: house.clock.now)
        await #expect(throws: ActionError.needsFreshSecondFactor) {
            try await ProveAuthenticator(house.tools)(state: begun.state, code: typed, name: "", by: weak)
        }
        let codes = try await ProveAuthenticator(house.tools)(state: begun.state, code: typed, name: "", by: strong)
        #expect(codes.isEmpty)
        #expect(try await OwnSecurityInfo(house.tools)(by: strong).authenticators.count == 2)
    }

    @Test func `a registration belongs to one person and ends after a quarter of an hour`() async throws {
        let house = try await Organization()
        let bob = try await house.caller(try await house.add("bob"), proofs: .password)
        let eve = try await house.caller(try await house.add("eve"), proofs: .password)
        let begun = try await BeginAuthenticator(house.tools)(by: eve)
        let typed = try code(of: begun.enrolment, at: house.clock.now)
        await #expect(throws: ActionError.invalid([FieldProblem("state", .malformed)])) {
            try await ProveAuthenticator(house.tools)(state: begun.state, code: typed, name: "", by: bob)
        }
        house.clock.advance(.minutes(15))
        let late = try code(of: begun.enrolment, at: house.clock.now)
        await #expect(throws: ActionError.invalid([FieldProblem("state", .notAllowed)])) {
            try await ProveAuthenticator(house.tools)(state: begun.state, code: late, name: "", by: eve)
        }
    }

    // A022.
    @Test func `a method is not deleted by a session of lower level`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob", registered: true)
        let strong = try await house.caller(bob)
        let begun = try await BeginAuthenticator(house.tools)(by: strong)
        _ = try await ProveAuthenticator(house.tools)(
            state: begun.state, code: try code(of: begun.enrolment, at: house.clock.now), name: "Second", by: strong)
        let methods = try await OwnSecurityInfo(house.tools)(by: strong).authenticators
        let first = try #require(methods.first)
        let weak = try await house.caller(bob, proofs: .password)
        await #expect(throws: ActionError.needsFreshSecondFactor) {
            try await DeleteOwnMethod(house.tools)(.authenticator(first.id), by: weak)
        }
        await #expect(throws: ActionError.needsFreshSecondFactor) { try await NewRecoveryCodes(house.tools)(by: weak) }
        try await DeleteOwnMethod(house.tools)(.authenticator(first.id), by: strong)
        #expect(try await OwnSecurityInfo(house.tools)(by: strong).authenticators.count == 1)
    }

    // SD-25.
    @Test func `the last method stays while the defaults are on`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob", registered: true)
        let caller = try await house.caller(bob)
        let only = try #require(try await OwnSecurityInfo(house.tools)(by: caller).authenticators.first)
        await #expect(throws: ActionError.invalid([FieldProblem("method", .notAllowed)])) {
            try await DeleteOwnMethod(house.tools)(.authenticator(only.id), by: caller)
        }
        try await SwitchSecurityDefaults(house.tools).off(reason: .tooManyPrompts, by: house.operator)
        try await DeleteOwnMethod(house.tools)(.authenticator(only.id), by: caller)
        #expect(try await OwnSecurityInfo(house.tools)(by: caller).recoveryCodesLeft == 0)
    }

    @Test func `nobody deletes another person's method`() async throws {
        let house = try await Organization()
        try await SwitchSecurityDefaults(house.tools).off(reason: .tooManyPrompts, by: house.operator)
        let bob = try await house.caller(try await house.add("bob", registered: true))
        let eve = try await house.caller(try await house.add("eve", registered: true))
        let method = try #require(try await OwnSecurityInfo(house.tools)(by: bob).authenticators.first)
        await #expect(throws: ActionError.notFound("method")) {
            try await DeleteOwnMethod(house.tools)(.authenticator(method.id), by: eve)
        }
    }

    // A031.
    @Test func `new recovery codes kill the old ones`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob", registered: true)
        let caller = try await house.caller(bob)
        let first = try await NewRecoveryCodes(house.tools)(by: caller)
        let second = try await NewRecoveryCodes(house.tools)(by: caller)
        #expect(Set(first).isDisjoint(with: second))
        let shown = try #require(first.first)
        let old = try #require(RecoveryCodes.canonical(shown))
        let hash = RecoveryCodes.hash(old, user: bob.id, sealer: house.tools.sealer)
        let isSpent = try await house.tools.store.write { [at = house.clock.now] in
            try $0.recoveryCodes.spend(bob.id, hash: hash, at: at)
        }
        #expect(!isSpent)
        #expect(try await OwnSecurityInfo(house.tools)(by: caller).recoveryCodesLeft == 10)
    }

    // MARK: Sessions, consents, language

    // A114.
    @Test func `sessions are listed by handle and ended by their owner only`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob")
        let first = try await house.caller(bob)
        let second = try await house.caller(bob)
        let eve = try await house.caller(try await house.add("eve"))
        let lines = try await OwnSessions(house.tools)(by: second)
        #expect(lines.count == 2)
        #expect(lines.first?.isCurrent == true && lines.first?.id == second.session)
        let target = try #require(first.session)
        await #expect(throws: ActionError.notFound("session")) {
            try await EndOwnSession(house.tools)(target, by: eve)
        }
        try await EndOwnSession(house.tools)(target, by: second)
        #expect(try await house.sessions(bob.id) == [second.session])
        await #expect(throws: ActionError.notFound("account")) { try await OwnSessions(house.tools)(by: first) }
    }

    @Test func `ending the others keeps this one`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob")
        _ = try await house.caller(bob)
        let here = try await house.caller(bob)
        #expect(try await EndOtherSessions(house.tools)(by: here).sessions == 1)
        #expect(try await house.sessions(bob.id) == [here.session])
    }

    @Test func `a consent is taken back once`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob")
        let caller = try await house.caller(bob)
        let app = try await RegisterApplication(house.tools)(
            ApplicationDetails(displayName: "Wiki"), kind: .confidential, by: house.operator
        ).application
        let consent = Consent(
            user: bob.id, application: app.id, tenant: house.tenant.id, scopes: ScopeSet(["openid", "email"]),
            grantedAt: house.clock.now)
        try await house.tools.store.write { try $0.consents.save(consent) }
        #expect(try await OwnConsents(house.tools)(by: caller).map(\.displayName) == ["Wiki"])
        try await RevokeConsent(house.tools)(app.id, by: caller)
        #expect(try await OwnConsents(house.tools)(by: caller).isEmpty)
        await #expect(throws: ActionError.notFound("consent")) {
            try await RevokeConsent(house.tools)(app.id, by: caller)
        }
    }

    @Test func `the language is one that there are texts for`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob")
        let caller = try await house.caller(bob)
        try await SetLanguage(house.tools)("ja", by: caller)
        #expect(try await house.user(bob.id).preferredLanguage == "ja")
        await #expect(throws: ActionError.invalid([FieldProblem("language", .unknown)])) {
            try await SetLanguage(house.tools)("xx", by: caller)
        }
        try await SetLanguage(house.tools)(nil, by: caller)
        #expect(try await house.user(bob.id).preferredLanguage == nil)
    }

    // A109: the request was on its way when the account was disabled.
    @Test func `a disabled account changes nothing any more`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob", registered: true)
        let caller = try await house.caller(bob)
        try await SetUserEnabled(house.tools)(bob.id, isEnabled: false, by: house.operator)
        await #expect(throws: ActionError.notFound("account")) {
            try await ChangeOwnPassword(house.tools)(
                current: nil, new: "another-long-secret-7", by: caller, browser: browser(house))
        }
        await #expect(throws: ActionError.notFound("account")) { try await NewRecoveryCodes(house.tools)(by: caller) }
    }
}
