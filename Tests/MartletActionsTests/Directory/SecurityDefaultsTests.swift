import MartletActions
import MartletDirectory
import MartletPolicy
import MartletStore
import Testing

@Suite struct `The one switch` {
    @Test func `is on for a new organisation`() async throws {
        let house = try await Organization()
        #expect(house.tenant.securityDefaults.isEnabled)
        await #expect(throws: ActionError.conflict(.alreadyDone)) {
            try await SwitchSecurityDefaults(house.tools).on(revokesSessions: true, by: house.operator)
        }
    }

    // SD-8, SD-10.
    @Test(arguments: [
        (DirectoryRole.securityAdministrator, true), (.conditionalAccessAdministrator, true),
        (.userAdministrator, false), (.globalReader, false), (.privilegedRoleAdministrator, false),
    ])
    func `is thrown by those three roles only`(role: DirectoryRole, allowed: Bool) async throws {
        let house = try await Organization()
        let caller = try await house.caller(try await house.add("somebody", role: role))
        if allowed {
            try await SwitchSecurityDefaults(house.tools).off(reason: .tooManyPrompts, by: caller)
            #expect(try await !SecurityDefaultsStatus(house.tools)(by: caller).setting.isEnabled)
        } else {
            await #expect(throws: ActionError.forbidden(.forbidden(.noRole))) {
                try await SwitchSecurityDefaults(house.tools).off(reason: .tooManyPrompts, by: caller)
            }
            await #expect(throws: ActionError.forbidden(.forbidden(.noRole))) {
                try await SetRegistrationGrace(house.tools)(days: 0, by: caller)
            }
            #expect(try await SecurityDefaultsStatus(house.tools)(by: house.operator).setting.isEnabled)
        }
    }

    @Test func `goes off only after a second factor within five minutes`() async throws {
        let house = try await Organization()
        let ada = try await house.caller(house.founder)
        house.clock.advance(.minutes(5))
        await #expect(throws: ActionError.needsFreshSecondFactor) {
            try await SwitchSecurityDefaults(house.tools).off(reason: .tooManyPrompts, by: ada)
        }
        #expect(try await house.audits(.securityDefaultsDisabled).first?.succeeded == false)
        let passwordOnly = try await house.caller(house.founder, proofs: .password)
        await #expect(throws: ActionError.needsFreshSecondFactor) {
            try await SwitchSecurityDefaults(house.tools).off(reason: .tooManyPrompts, by: passwordOnly)
        }
        let fresh = try await house.caller(house.founder)
        house.clock.advance(.minutes(4))
        try await SwitchSecurityDefaults(house.tools).off(reason: .tooManyPrompts, by: fresh)
        let status = try await SecurityDefaultsStatus(house.tools)(by: fresh)
        #expect(!status.setting.isEnabled)
        #expect(status.offSince == house.clock.now)
    }

    // D11.
    @Test func `wants a reason, in words where it is another one, and keeps it in the log`() async throws {
        let house = try await Organization()
        await #expect(throws: ActionError.invalid([FieldProblem("text", .missing)])) {
            try await SwitchSecurityDefaults(house.tools).off(reason: .other, text: "  ", by: house.operator)
        }
        try await SwitchSecurityDefaults(house.tools).off(
            reason: .other, text: "A migration weekend", by: house.operator)
        let record = try #require(try await house.audits(.securityDefaultsDisabled).first)
        #expect(record.isAlert)
        #expect(record.changes.contains(AuditRecord.Change(property: "reason", old: nil, new: "other")))
        #expect(
            record.changes.contains(AuditRecord.Change(property: "reasonText", old: nil, new: "A migration weekend")))
    }

    // D24.
    @Test func `coming on signs out everybody but the session that threw it`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob")
        try await SwitchSecurityDefaults(house.tools).off(reason: .tooManyPrompts, by: house.operator)
        _ = try await house.caller(bob, proofs: .password)
        let other = try await house.caller(house.founder)
        let ada = try await house.caller(house.founder)
        #expect(other.session != ada.session)
        let ended = try await SwitchSecurityDefaults(house.tools).on(revokesSessions: true, by: ada)
        #expect(ended.sessions == 2)
        #expect(try await house.sessions(bob.id).isEmpty)
        #expect(try await house.sessions(house.founder.id) == [ada.session])
    }

    // T22.
    @Test func `coming on without the offer leaves sessions alone`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob")
        try await SwitchSecurityDefaults(house.tools).off(reason: .tooManyPrompts, by: house.operator)
        _ = try await house.caller(bob, proofs: .password)
        try await SwitchSecurityDefaults(house.tools).on(revokesSessions: false, by: house.operator)
        #expect(try await house.sessions(bob.id).count == 1)
    }

    // D26.
    @Test func `coming on again restarts every grace`() async throws {
        let house = try await Organization()
        var bob = try await house.add("bob")
        bob.registrationGraceStartedAt = house.clock.now
        let started = bob
        try await house.tools.store.write { try $0.users.update(started) }
        house.clock.advance(.days(15))
        #expect(try await UserDetail(house.tools)(bob.id, by: house.operator).registration == .mustRegister)
        try await SwitchSecurityDefaults(house.tools).off(reason: .tooManyPrompts, by: house.operator)
        #expect(try await UserDetail(house.tools)(bob.id, by: house.operator).registration == .notAsked)
        try await SwitchSecurityDefaults(house.tools).on(revokesSessions: false, by: house.operator)
        #expect(try await UserDetail(house.tools)(bob.id, by: house.operator).registration == .notStarted)
    }

    // D25.
    @Test(arguments: [-1, 15, 1000]) func `takes no grace but 0 to 14 days`(days: Int) async throws {
        let house = try await Organization()
        await #expect(throws: ActionError.invalid([FieldProblem("days", .notAllowed)])) {
            try await SetRegistrationGrace(house.tools)(days: days, by: house.operator)
        }
        try await SetRegistrationGrace(house.tools)(days: 0, by: house.operator)
        #expect(try await SecurityDefaultsStatus(house.tools)(by: house.operator).setting.registrationGraceDays == 0)
    }
}

@Suite struct `Emergency accounts` {
    // EA-1, EA-2, EA-6, SD-49.
    @Test func `are two usable Global Administrators whose passwords last`() async throws {
        let house = try await Organization()
        let ada = try await house.caller(house.founder)
        let made = try await MakeEmergencyAccounts(house.tools)(by: ada)
        #expect(made.count == 2)
        for account in made {
            #expect(account.user.isEmergencyAccess)
            #expect(account.password.count >= 40)
            #expect(account.recoveryCodes.count == 10)
            #expect(try await house.roles(account.user.id) == [DirectoryRole.globalAdministrator.id])
            let stored = try await house.tools.store.read { try $0.passwords.find(account.user.id) }
            #expect(stored?.mustChange == false && stored?.expiresAt == nil)
        }
        let listing = try await ListEmergencyAccounts(house.tools)(by: ada)
        #expect(listing.accounts.count == 2 && listing.accounts.allSatisfy(\.isReady) && !listing.mayMake)
        #expect(try await house.audits(.emergencyAccountsMade).first?.isAlert == true)
        await #expect(throws: ActionError.conflict(.alreadyDone)) {
            try await MakeEmergencyAccounts(house.tools)(by: ada)
        }
        // They are enough: the founder may go.
        try await DeleteUser(house.tools)(house.founder.id, by: house.operator)
    }

    @Test func `are replaced when one is gone`() async throws {
        let house = try await Organization()
        let first = try await MakeEmergencyAccounts(house.tools)(by: house.operator)
        try await DeleteUser(house.tools)(try #require(first.first).user.id, by: house.operator)
        let again = try await MakeEmergencyAccounts(house.tools)(by: house.operator)
        #expect(again.map(\.user.userPrincipalName.text) == ["emergency-1@contoso.example"])
    }

    @Test func `are made by a Global Administrator with a fresh second factor only`() async throws {
        let house = try await Organization()
        let other = try await house.caller(try await house.add("pra", role: .privilegedRoleAdministrator))
        await #expect(throws: ActionError.forbidden(.forbidden(.noRole))) {
            try await MakeEmergencyAccounts(house.tools)(by: other)
        }
        let ada = try await house.caller(house.founder)
        house.clock.advance(.minutes(6))
        await #expect(throws: ActionError.needsFreshSecondFactor) {
            try await MakeEmergencyAccounts(house.tools)(by: ada)
        }
    }
}
