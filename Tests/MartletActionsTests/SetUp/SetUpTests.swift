import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore
import Testing

@Suite struct `Setting up` {
    private let request = SetUpRequest(
        organizationName: "Contoso", domain: "Contoso.Example", displayName: "Ada Founder", userName: "ada",
        password: Organization.password)

    private func code(of enrolment: AuthenticatorEnrolment, at: Timestamp) throws -> String {
        let secret = try #require(Base32.decode(enrolment.secretText))
        return TOTP.code(secret: secret, step: TOTP.step(at: at))
    }

    @Test func `makes an organisation with the defaults on and one administrator who is registered`() async throws {
        let clock = TestClock()
        let tools = try await Organization.emptyTools(ambient: clock.ambient)
        let key = try #require(try await PrepareSetUp(tools)())
        #expect(try await CheckSetUpCode(tools)(key) == .open)
        let begun = try await BeginSetUp(tools)(request, code: key)
        #expect(!begun.state.contains(Organization.password))
        clock.advance(.minutes(2))
        let done = try await CompleteSetUp(tools)(
            state: begun.state, code: key, authenticatorCode: try code(of: begun.enrolment, at: clock.now),
            address: "127.0.0.1")
        #expect(done.tenant.securityDefaults.isEnabled)
        #expect(done.tenant.securityDefaults.registrationGraceDays == 14)
        #expect(done.tenant.domain == "contoso.example")
        #expect(done.user.userPrincipalName.text == "ada@contoso.example")
        #expect(done.recoveryCodes.count == 10)
        #expect(done.proofs.map(\.method) == [.password, .totp])
        #expect(try await CheckStore(tools)() == [])
        let keys = try await tools.store.read { [tenant = done.tenant.id] in try $0.signingKeys.list(in: tenant) }
        #expect(Set(keys.map(\.algorithm)) == Set(SigningKey.Algorithm.allCases))
        #expect(keys.allSatisfy { $0.signsFrom <= clock.now })
    }

    // A014.
    @Test func `is closed for ever afterwards, even when every account is gone`() async throws {
        let clock = TestClock()
        let tools = try await Organization.emptyTools(ambient: clock.ambient)
        let key = try #require(try await PrepareSetUp(tools)())
        let begun = try await BeginSetUp(tools)(request, code: key)
        let initialized = try await InitializeOrganization(tools)(request)

        #expect(try await PrepareSetUp(tools)() == nil)
        #expect(try await CheckSetUpCode(tools)(key) == .closed)
        let closed = ActionError.conflict(.setUpClosed)
        await #expect(throws: closed) { try await BeginSetUp(tools)(request, code: key) }
        await #expect(throws: closed) { try await BeginSetUp(tools).again(begun.state, code: key) }
        await #expect(throws: closed) { try await InitializeOrganization(tools)(request) }
        let typed = try code(of: begun.enrolment, at: clock.now)
        await #expect(throws: closed) {
            try await CompleteSetUp(tools)(state: begun.state, code: key, authenticatorCode: typed, address: "")
        }
        // The marker, not the presence of an administrator, is what counts.
        var gone = initialized.user
        gone.deletedAt = clock.now
        let tombstone = gone
        try await tools.store.write { try $0.users.update(tombstone) }
        await #expect(throws: closed) { try await InitializeOrganization(tools)(request) }
        #expect(try await tools.store.read { try $0.tenants.list().count } == 1)
    }

    // A014: two at the same instant.
    @Test func `is won by one of two at the same instant`() async throws {
        let tools = try await Organization.emptyTools()
        async let first = InitializeOrganization(tools)(request)
        async let second = InitializeOrganization(tools)(request)
        var wins = 0
        do {
            _ = try await first
            wins += 1
        } catch ActionError.conflict(.setUpClosed) {}
        do {
            _ = try await second
            wins += 1
        } catch ActionError.conflict(.setUpClosed) {}
        #expect(wins == 1)
        #expect(try await tools.store.read { try $0.tenants.list().count } == 1)
        #expect(try await tools.store.read { try $0.integrity.broken() } == [])
    }

    @Test func `takes no other code, and a new one kills the old`() async throws {
        let tools = try await Organization.emptyTools()
        #expect(try await CheckSetUpCode(tools)("") == .wrong)
        let old = try #require(try await PrepareSetUp(tools)())
        let new = try #require(try await PrepareSetUp(tools)())
        #expect(try await CheckSetUpCode(tools)(old) == .wrong)
        #expect(try await CheckSetUpCode(tools)(new.lowercased()) == .wrong)
        #expect(try await CheckSetUpCode(tools)(new) == .open)
        await #expect(throws: ActionError.notFound("set-up code")) { try await BeginSetUp(tools)(request, code: old) }
        let stored = try await tools.store.read { try $0.installation.get().setUpCodeHash }
        #expect(stored != Array(new.utf8))
    }

    // A045, MR-3.
    @Test func `wants a right code of the authenticator within a quarter of an hour`() async throws {
        let clock = TestClock()
        let tools = try await Organization.emptyTools(ambient: clock.ambient)
        let key = try #require(try await PrepareSetUp(tools)())
        let begun = try await BeginSetUp(tools)(request, code: key)
        await #expect(throws: ActionError.invalid([FieldProblem("code", .mismatch)])) {
            try await CompleteSetUp(tools)(state: begun.state, code: key, authenticatorCode: "000000", address: "")
        }
        #expect(try await BeginSetUp(tools).again(begun.state, code: key).enrolment.uri == begun.enrolment.uri)
        await #expect(throws: ActionError.invalid([FieldProblem("state", .malformed)])) {
            try await CompleteSetUp(tools)(
                state: String(begun.state.dropLast()), code: key, authenticatorCode: "000000", address: "")
        }
        clock.advance(.minutes(15))
        let typed = try code(of: begun.enrolment, at: clock.now)
        await #expect(throws: ActionError.invalid([FieldProblem("state", .malformed)])) {
            try await CompleteSetUp(tools)(state: begun.state, code: key, authenticatorCode: typed, address: "")
        }
        #expect(try await tools.store.read { try $0.tenants.list() }.isEmpty)
    }

    @Test func `names every field that is wrong`() async throws {
        let tools = try await Organization.emptyTools()
        let wrong = SetUpRequest(
            organizationName: " ", domain: "no dots", displayName: "", userName: "", password: "x")
        await #expect(
            throws: ActionError.invalid([
                FieldProblem("organizationName", .missing), FieldProblem("displayName", .missing),
                FieldProblem("domain", .malformed), FieldProblem("userName", .missing),
            ])
        ) { try await InitializeOrganization(tools)(wrong) }
        var weak = request
        weak.password = "ContosoContoso1"
        do {
            _ = try await InitializeOrganization(tools)(weak)
            Issue.record("a password made of the organisation's name was accepted")
        } catch ActionError.invalid(let problems) {
            #expect(problems.map(\.field) == ["password"])
        }
    }

    // A049: another key shows at the start, not at somebody's next sign-in.
    @Test func `remembers the key that everything is sealed under`() async throws {
        let house = try await Organization()
        #expect(try await CheckSealingKey(house.tools)())
        let other = Tools(
            store: house.tools.store, ambient: house.clock.ambient,
            sealer: try Sealer(key: Array(repeating: 9, count: 32)),
            hashing: house.tools.hashing, publicURL: house.tools.publicURL, logger: house.tools.logger)
        #expect(try await !CheckSealingKey(other)())
        #expect(try await CheckStore(other)().contains { $0.contains("sealing key") })
    }
}
