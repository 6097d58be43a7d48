import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore
import Testing

/// Section 2.6: giving and taking temporary access passes.
@Suite struct `Temporary access passes` {
    private func set(_ house: Organization, _ settings: (String, String)...) async throws {
        try await SetMethodsPolicy(house.tools)(settings.map { (name: $0.0, text: $0.1) }, by: house.operator)
    }

    @Test func `TP-4 a pass is told once, and only its keyed hash is kept`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob")
        let given = try await GivePass(house.tools)(bob.id, by: house.operator)
        #expect(given.text.count == 8 && given.isUsable)
        let stored = try #require(try await house.tools.store.read { try $0.temporaryAccessPasses.find(bob.id) })
        #expect(stored == given.pass && stored.hash.count == 32)
        #expect(stored.endsAt == house.clock.now + .minutes(60) && !stored.isOneTime)
        let audit = try #require(try await house.audits(.passGiven).first)
        #expect(audit.succeeded && audit.targets.map(\.id) == [bob.id.rawValue])
        #expect(!audit.changes.contains { ($0.new ?? "").contains(given.text) })
    }

    @Test func `TP-6 a pass does not rise with the one it was given to`() async throws {
        let house = try await Organization()
        let (bob, eve) = (try await house.add("bob"), try await house.add("eve"))
        for user in [bob, eve] { _ = try await GivePass(house.tools)(user.id, by: house.operator) }
        try await AssignRole(house.tools)(
            DirectoryRole.helpdeskAdministrator.id, to: .user(bob.id), by: house.operator)
        let left = try await house.tools.store.read { tables in
            try [bob, eve].map { try tables.temporaryAccessPasses.find($0.id) != nil }
        }
        #expect(left == [false, true])
    }

    @Test func `TP-1 lifetimes and lengths are those of the policy`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob")
        for minutes in [59, 481, -1, Int.max / 60_000_000] {
            await #expect(throws: ActionError.invalid([FieldProblem("minutes", .notAllowed)])) {
                try await GivePass(house.tools)(bob.id, GivePass.Wish(minutes: minutes), by: house.operator)
            }
        }
        let far = house.clock.now + .days(31)
        await #expect(throws: ActionError.invalid([FieldProblem("start", .notAllowed)])) {
            try await GivePass(house.tools)(bob.id, GivePass.Wish(startsAt: far), by: house.operator)
        }
        try await set(
            house, ("temporaryAccessPass.minimumMinutes", "10"), ("temporaryAccessPass.defaultMinutes", "15"),
            ("temporaryAccessPass.length", "48"), ("temporaryAccessPass.isAlwaysOneTime", "true"))
        let given = try await GivePass(house.tools)(bob.id, by: house.operator)
        #expect(given.text.count == 48 && given.pass.isOneTime && given.pass.lifetimeInMinutes == 15)
        let later = try await GivePass(house.tools)(
            bob.id, GivePass.Wish(startsAt: house.clock.now + .hours(1), minutes: 10), by: house.operator)
        #expect(later.pass.usability(at: house.clock.now) == .notYetValid)
        #expect(later.pass.usability(at: house.clock.now + .hours(1)) == .usable)
        #expect(later.pass.usability(at: house.clock.now + .minutes(70)) == .expired)
        // A start that is past begins now.
        let past = try await GivePass(house.tools)(
            bob.id, GivePass.Wish(startsAt: house.clock.now - .days(1), minutes: 10), by: house.operator)
        #expect(past.pass.startsAt == house.clock.now)
    }

    @Test func `TP-6 who gives a pass reaches the person, and nobody gives one to themselves`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob", registered: true)
        let helper = try await house.add("helper", role: .helpdeskAdministrator, registered: true)
        let auth = try await house.add("auth", role: .authenticationAdministrator, registered: true)
        let privileged = try await house.add(
            "priv", role: .privilegedAuthenticationAdministrator, registered: true)
        let (founder, byAuth) = (try await house.caller(house.founder), try await house.caller(auth))
        let byPrivileged = try await house.caller(privileged)
        for (caller, target, may) in [
            (founder, bob, true), (founder, auth, true), (founder, house.founder, false), (byAuth, bob, true),
            (byAuth, house.founder, false), (byAuth, auth, false), (byPrivileged, house.founder, true),
            (byPrivileged, privileged, false), (try await house.caller(helper), bob, false),
        ] {
            do {
                _ = try await GivePass(house.tools)(target.id, by: caller)
                #expect(may, "\(caller.identity) \(target.displayName)")
                try await DeletePass(house.tools)(target.id, by: caller)
            } catch ActionError.forbidden {
                #expect(!may, "\(caller.identity) \(target.displayName)")
            }
        }
        #expect(try await house.audits(.passGiven).contains { !$0.succeeded })
    }

    @Test func `A072 somebody of another organisation is not there`() async throws {
        let house = try await Organization()
        let caller = Caller(identity: .operator, tenant: ID("00000000-0000-4000-8000-00000000ffff"), correlationID: "x")
        let bob = try await house.add("bob")
        await #expect(throws: ActionError.notFound("user")) { try await GivePass(house.tools)(bob.id, by: caller) }
        await #expect(throws: ActionError.notFound("user")) { try await DeletePass(house.tools)(bob.id, by: caller) }
    }

    @Test func `TP-8 deleting or replacing a pass ends the sessions that came from it, and no others`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob", registered: true)
        _ = try await GivePass(house.tools)(bob.id, by: house.operator)
        let (kept, gone) = (try await house.caller(bob), try await house.caller(bob, proofs: .password))
        let session = try #require(gone.session)
        try await house.prove([Proof(method: .temporaryAccessPass, at: house.clock.now)], in: session, of: bob)
        _ = try await GivePass(house.tools)(bob.id, by: house.operator)
        #expect(try await house.sessions(bob.id) == [kept.session])
        let again = try #require(try await house.caller(bob, proofs: .password).session)
        try await house.prove([Proof(method: .temporaryAccessPass, at: house.clock.now)], in: again, of: bob)
        try await DeletePass(house.tools)(bob.id, by: house.operator)
        #expect(try await house.sessions(bob.id) == [kept.session])
        await #expect(throws: ActionError.notFound("temporary access pass")) {
            try await DeletePass(house.tools)(bob.id, by: house.operator)
        }
    }

    @Test func `TP-10 the security page tells of the pass, and its owner deletes it`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob")
        let caller = try await house.caller(bob, proofs: .password)
        #expect(try await OwnSecurityInfo(house.tools)(by: caller).pass == nil)
        let given = try await GivePass(house.tools)(bob.id, by: house.operator)
        let info = try await OwnSecurityInfo(house.tools)(by: caller)
        #expect(info.pass?.endsAt == given.pass.endsAt && info.hasOnlyPass && info.pass?.usability == .usable)
        try await set(house, ("temporaryAccessPass.isEnabled", "false"))
        #expect(try await OwnSecurityInfo(house.tools)(by: caller).pass?.usability == .disabled)
        try await DeletePass(house.tools).own(by: caller)
        #expect(try await OwnSecurityInfo(house.tools)(by: caller).pass == nil)
    }

    @Test func `MR-16 a session that a pass opened wants the old password`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob")
        let caller = try await house.caller(bob, proofs: .password)
        _ = try await GivePass(house.tools)(bob.id, by: house.operator)
        let session = try #require(caller.session)
        try await house.prove(
            [
                Proof(method: .temporaryAccessPass, at: house.clock.now), Proof(method: .totp, at: house.clock.now),
            ], in: session, of: bob)
        #expect(try await !OwnSecurityInfo(house.tools)(by: caller).mayOmitPassword)
        let browser = BrowserState(
            browser: house.tools.newToken(.browser), session: nil,
            origin: Origin(address: "192.0.2.1", userAgent: "Test"))
        await #expect(throws: ActionError.invalid([FieldProblem("current-password", .missing)])) {
            try await ChangeOwnPassword(house.tools)(
                current: nil, new: "another-long-secret-7", by: caller, browser: browser)
        }
        try await ChangeOwnPassword(house.tools)(
            current: Organization.password, new: "another-long-secret-7", by: caller, browser: browser)
    }

    @Test func `TP-7 a one-time pass lets its owner register for ten minutes`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob")
        _ = try await GivePass(house.tools)(bob.id, GivePass.Wish(isOneTime: true), by: house.operator)
        let caller = try await house.caller(bob, proofs: .password)
        let session = try #require(caller.session)
        try await house.prove([Proof(method: .temporaryAccessPass, at: house.clock.now)], in: session, of: bob)
        house.clock.advance(.minutes(9))
        _ = try await BeginAuthenticator(house.tools)(by: caller)
        house.clock.advance(.minutes(1))
        await #expect(throws: ActionError.needsFreshSecondFactor) {
            try await BeginAuthenticator(house.tools)(by: caller)
        }
    }

    @Test func `a pass goes with the account, and with the order to register anew`() async throws {
        let house = try await Organization()
        let (bob, eve) = (try await house.add("bob", registered: true), try await house.add("eve"))
        for user in [bob, eve] { _ = try await GivePass(house.tools)(user.id, by: house.operator) }
        try await RequireReregistration(house.tools)(bob.id, by: house.operator)
        try await DeleteUser(house.tools)(eve.id, by: house.operator)
        for user in [bob, eve] {
            #expect(try await house.tools.store.read { try $0.temporaryAccessPasses.find(user.id) } == nil)
        }
    }

    @Test func `a pass is typed in any case, with spaces, hyphens and full width`() {
        #expect(AccessPassText.canonical("abcd-efgh") == "ABCDEFGH")
        #expect(AccessPassText.canonical(" ＡＢＣＤ　ｅｆｇｈ ") == "ABCDEFGH")
        for text in ["", "ABCDEFG", "ABCDEFG1", "ABCDEFGO", "ABCDEFG\u{0}", String(repeating: "A", count: 49)] {
            #expect(AccessPassText.canonical(text) == nil, "\(text)")
        }
        #expect(AccessPassText.generate(from: Array(0..<32)) == "ABCDEFGHJKLMNPQRSTUVWXYZ23456789")
    }
}
