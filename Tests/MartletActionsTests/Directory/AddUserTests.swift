import MartletActions
import MartletDirectory
import MartletPolicy
import MartletStore
import Testing

@Suite struct `Adding an account` {
    private func request(
        _ name: String = "bob@contoso.example", password: PasswordChoice = .generatedTemporary,
        role: DirectoryRole? = nil, totp: Bool = false
    ) -> AddUser.Request {
        AddUser.Request(
            userPrincipalName: name, displayName: "Bob Builder", givenName: "Bob", surname: "Builder", role: role?.id,
            password: password, registersAuthenticator: totp)
    }

    @Test func `gives a temporary password that must be changed within seven days`() async throws {
        let house = try await Organization()
        let ada = try await house.caller(house.founder)
        let added = try await AddUser(house.tools)(request(), by: ada)
        let text = try #require(added.temporaryPassword)
        #expect(text.count >= 20)
        let id = added.user.id
        let stored = try #require(try await house.tools.store.read { try $0.passwords.find(id) })
        #expect(stored.mustChange)
        #expect(stored.expiresAt == house.clock.now + .days(7))
        #expect(!stored.hash.contains(text))
    }

    @Test func `keeps a password that the operator chose`() async throws {
        let house = try await Organization()
        let added = try await AddUser(house.tools)(
            request(password: .given(Organization.password, isTemporary: false)), by: house.operator)
        #expect(added.temporaryPassword == nil)
        let id = added.user.id
        let stored = try #require(try await house.tools.store.read { try $0.passwords.find(id) })
        #expect(!stored.mustChange && stored.expiresAt == nil)
    }

    // A085, PP-15: nobody skips the rule, not the operator either.
    @Test(arguments: [
        ("short1", PasswordVerdict.Reason.tooShort), ("password123", .commonTerm), ("xxbuilderxx", .containsName),
        ("mycontosokey", .containsName),
    ])
    func `refuses a weak password`(text: String, reason: PasswordVerdict.Reason) async throws {
        let house = try await Organization()
        do {
            _ = try await AddUser(house.tools)(
                request(password: .given(text, isTemporary: true)), by: house.operator)
            Issue.record("`\(text)` was accepted")
        } catch ActionError.invalid(let problems) {
            #expect(problems == [FieldProblem("password", .password(.refused(reason: reason)))])
        }
        #expect(try await house.audits(.userAdded).count == 1)
    }

    @Test(arguments: [
        ("bob@elsewhere.example", FieldProblem.Problem.notAllowed), ("bob smith@contoso.example", .malformed),
        ("", .missing), ("ada@contoso.example", .taken), ("ADA@Contoso.Example", .taken),
    ])
    func `refuses a name that is not ours to give`(name: String, problem: FieldProblem.Problem) async throws {
        let house = try await Organization()
        await #expect(throws: ActionError.invalid([FieldProblem("userPrincipalName", problem)])) {
            try await AddUser(house.tools)(request(name), by: house.operator)
        }
    }

    @Test func `names every problem at once`() async throws {
        let house = try await Organization()
        await #expect(
            throws: ActionError.invalid([
                FieldProblem("userPrincipalName", .malformed), FieldProblem("displayName", .missing),
                FieldProblem("role", .unknown),
            ])
        ) {
            try await AddUser(house.tools)(
                AddUser.Request(userPrincipalName: "x", displayName: " \u{0009}", role: ID("nothing")),
                by: house.operator)
        }
    }

    @Test func `registers an authenticator only for the operator`() async throws {
        let house = try await Organization()
        let added = try await AddUser(house.tools)(request(totp: true), by: house.operator)
        #expect(added.recoveryCodes.count == 10)
        #expect(added.authenticator?.uri.hasPrefix("otpauth://totp/Contoso:") == true)
        let id = added.user.id
        #expect(try await house.tools.store.read { try $0.totpMethods.list(id).count } == 1)

        let ada = try await house.caller(house.founder)
        await #expect(throws: ActionError.invalid([FieldProblem("registersAuthenticator", .notAllowed)])) {
            try await AddUser(house.tools)(request("carl@contoso.example", totp: true), by: ada)
        }
    }

    @Test func `gives a role only from somebody who may give roles, and undoes everything otherwise`() async throws {
        let house = try await Organization()
        let maker = try await house.add("maker", role: .userAdministrator)
        let caller = try await house.caller(maker)
        await #expect(throws: ActionError.forbidden(.forbidden(.noRole))) {
            try await AddUser(house.tools)(request(role: .globalAdministrator), by: caller)
        }
        let found = try await house.tools.store.read { [tenant = house.tenant.id] tables in
            try tables.users.find(upn: UserPrincipalName(stored: "bob@contoso.example"), in: tenant)
        }
        #expect(found == nil)
        let added = try await AddUser(house.tools)(request(role: .globalReader), by: house.operator)
        #expect(try await house.roles(added.user.id) == [DirectoryRole.globalReader.id])
        #expect(
            try await house.audits(.roleAssigned).contains { $0.targets.map(\.id).contains(added.user.id.rawValue) })
    }

    @Test func `is for user makers only, and the refusal is recorded`() async throws {
        let house = try await Organization()
        let helper = try await house.add("helper", role: .helpdeskAdministrator)
        let caller = try await house.caller(helper)
        await #expect(throws: ActionError.forbidden(.forbidden(.noRole))) {
            try await AddUser(house.tools)(request(), by: caller)
        }
        let record = try #require(try await house.audits(.userAdded).first { !$0.succeeded })
        #expect(record.targets.map(\.name) == ["bob@contoso.example"])
        #expect(record.actor == .user(helper.id, name: "helper@contoso.example"))
    }

    // A028, A094: the name is free again, the id is not.
    @Test func `gives the name of a deleted account again, never its id`() async throws {
        let house = try await Organization()
        let first = try await AddUser(house.tools)(request(), by: house.operator).user
        try await DeleteUser(house.tools)(first.id, by: house.operator)
        let second = try await AddUser(house.tools)(request(), by: house.operator).user
        #expect(first.id != second.id)
        #expect(try await house.user(first.id).deletedAt != nil)
    }
}
