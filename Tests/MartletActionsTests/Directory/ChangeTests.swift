import Logging
import MartletActions
import MartletDirectory
import MartletStore
import Testing

/// Promise 5: no change without a trace.
@Suite struct `A change and its audit record` {
    /// Tools whose every identifier is the same, so that a second audit record cannot be stored.
    private func brokenTools(_ house: Organization) -> Tools {
        let same = Ambient(now: { house.clock.now }, randomBytes: { Array(repeating: 7, count: $0) })
        return Tools(
            store: house.tools.store, ambient: same, sealer: house.tools.sealer, hashing: house.tools.hashing,
            publicURL: house.tools.publicURL, logger: house.tools.logger)
    }

    @Test func `are one: what cannot be recorded does not happen`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob")
        let tools = brokenTools(house)
        try await SetUserEnabled(tools)(bob.id, isEnabled: false, by: house.operator)
        #expect(try await !house.user(bob.id).isEnabled)
        await #expect(throws: StoreError.self) {
            try await SetUserEnabled(tools)(bob.id, isEnabled: true, by: house.operator)
        }
        #expect(try await !house.user(bob.id).isEnabled)
        await #expect(throws: StoreError.self) { try await DeleteUser(tools)(bob.id, by: house.operator) }
        #expect(try await house.user(bob.id).deletedAt == nil)
    }

    @Test func `say what changed, from what, to what`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob")
        let ada = try await house.caller(house.founder)
        try await EditUser(house.tools)(
            bob.id,
            EditUser.Edit(
                userPrincipalName: "robert@contoso.example", displayName: bob.displayName, givenName: "Robert",
                surname: nil, kind: .member),
            by: ada)
        let record = try #require(try await house.audits(.userUpdated).first)
        #expect(
            record.changes == [
                AuditRecord.Change(
                    property: "userPrincipalName", old: "bob@contoso.example", new: "robert@contoso.example"),
                AuditRecord.Change(property: "givenName", old: nil, new: "Robert"),
            ])
        #expect(record.address == "192.0.2.1")
        #expect(record.correlationID == "test")
    }

    @Test func `hold no secret`() async throws {
        let house = try await Organization()
        let added = try await AddUser(house.tools)(
            AddUser.Request(userPrincipalName: "bob@contoso.example", displayName: "Bob", registersAuthenticator: true),
            by: house.operator)
        let app = try await RegisterApplication(house.tools)(
            ApplicationDetails(displayName: "App"), kind: .confidential, makesSecret: true, by: house.operator)
        let accounts = try await MakeEmergencyAccounts(house.tools)(by: house.operator)
        var secrets = [added.temporaryPassword, added.authenticator?.secretText, app.clientSecret].compactMap(\.self)
        secrets += added.recoveryCodes
        for account in accounts {
            secrets += [account.password, account.authenticator.secretText] + account.recoveryCodes
        }
        #expect(secrets.count == 37)
        let log = try await house.audits().map { "\($0)" }.joined()
        for secret in secrets { #expect(!log.contains(secret)) }
    }
}
