import MartletDirectory
import MartletStore
import Testing

/// `martlet check` finds what is broken, and only that.
@Suite struct `Integrity` {
    /// A store in which everything is as the verbs leave it.
    private static func fillHealthy(_ tables: Tables) throws {
        try tables.tenants.insert(Sample.tenant)
        try tables.users.insert(Sample.ada)
        try tables.passwords.save(
            Password(user: Sample.ada.id, tenant: Sample.tenant.id, hash: "$argon2id$", changedAt: Sample.now))
        try tables.totpMethods.insert(Sample.totp("phone"))
        try tables.phones.insert(Sample.phone(Sample.totp("phone").id))
        try tables.pushRequests.insert(Sample.pushRequest("asked"))
        try tables.phoneEnrolments.begin(Sample.enrolment("begun"))
        var bob = Sample.ada
        (bob.id, bob.userPrincipalName) = (Sample.id("bob"), UserPrincipalName(stored: "bob@contoso.example"))
        try tables.users.insert(bob)
        try tables.applications.insert(Sample.portal)
        try tables.groups.insert(RoleSample.helpdesk)
        try RoleSample.give(.globalAdministrator, to: .user(Sample.ada.id), on: tables)
        let made: [(AuditRecord.Category, AuditRecord.Target)] = [
            (.userManagement, .init(kind: .user, id: Sample.ada.id.rawValue, name: "Ada")),
            (.userManagement, .init(kind: .user, id: bob.id.rawValue, name: "Bob")),
            (.applicationManagement, .init(kind: .app, id: Sample.portal.id.rawValue, name: "Wiki")),
            (.groupManagement, .init(kind: .group, id: RoleSample.helpdesk.id.rawValue, name: "Help Desk")),
            (.roleManagement, .init(kind: .user, id: Sample.ada.id.rawValue, name: "Ada")),
        ]
        for (index, (category, target)) in made.enumerated() {
            try tables.audits.insert(Sample.audit("made-\(index)", category: category, targets: [target]))
        }
        try tables.sessions.insert(Sample.session, by: Sample.gate)
        try tables.signIns.insert(Sample.signIn("first", session: Sample.session.id))
        try tables.authorizationCodes.insert(Sample.code, by: Sample.gate)
        _ = try tables.authorizationCodes.spend(Sample.code.hash, at: Sample.now)
        try tables.refreshFamilies.insert(Sample.family, by: Sample.gate)
        try tables.refreshTokens.insert(Sample.refreshToken("r1"), by: Sample.gate)
        _ = try tables.refreshTokens.spend(Sample.hash("r1"), at: Sample.now)
        try tables.refreshTokens.insert(Sample.refreshToken("r2"), by: Sample.gate)
        #expect(try tables.installation.completeSetUp(at: Sample.now))
    }

    /// One thing done to a healthy store, by SQL that no row offers, and what the check says of it.
    struct Damage: Sendable, CustomTestStringConvertible {
        let sql: String
        let sentence: String
        var testDescription: String { sentence }
    }

    private static let damages = [
        Damage(
            sql: "DELETE FROM sign_ins WHERE session_id IS NOT NULL",
            sentence: "session `id-of-first` has no record of a successful sign-in"),
        Damage(
            sql: "UPDATE sign_ins SET status = 'failure'",
            sentence: "the code of sign-in `correlation-first` has no record of a successful sign-in"),
        Damage(
            sql: "UPDATE refresh_tokens SET spent_at = NULL",
            sentence: "refresh family `id-of-first` has more than one token that is not spent"),
        Damage(
            sql: "UPDATE authorization_codes SET spent_at = NULL",
            sentence: "refresh family `id-of-first` was begun by a code that is not spent, or is another's"),
        Damage(
            sql: "UPDATE totp_methods SET last_accepted_step = -1",
            sentence: "authenticator app `id-of-phone` has accepted an impossible time step"),
        Damage(
            sql: "DELETE FROM audits WHERE category = 'ApplicationManagement'",
            sentence: "app `id-of-portal` was made without an audit record"),
        Damage(
            sql: "DELETE FROM audits WHERE category = 'GroupManagement'",
            sentence: "group `id-of-helpdesk` was made without an audit record"),
        Damage(
            sql: "DELETE FROM audits WHERE category <> 'ApplicationManagement' AND category <> 'GroupManagement'",
            sentence: "user `id-of-ada` was made without an audit record"),
        Damage(
            sql: "DELETE FROM audits WHERE category = 'RoleManagement'",
            sentence: "was made without an audit record"),
        Damage(sql: "UPDATE users SET is_enabled = FALSE", sentence: Self.noAdministrator),
        Damage(sql: "UPDATE users SET kind = 'guest'", sentence: Self.noAdministrator),
        Damage(sql: "UPDATE users SET deleted_at = 1", sentence: Self.noAdministrator),
        Damage(sql: "DELETE FROM passwords", sentence: Self.noAdministrator),
        Damage(sql: "DELETE FROM totp_methods", sentence: Self.noAdministrator),
        Damage(sql: "DELETE FROM role_assignments", sentence: Self.noAdministrator),
        Damage(
            sql: "UPDATE installation SET set_up_code_hash = sealing_key_check, sealing_key_check = NULL",
            sentence: "set-up is completed and its code is still there"),
        Damage(
            sql: "UPDATE schema_migrations SET checksum = 'x' WHERE number = 3",
            sentence: "migration `3` was not applied as this program knows it"),
        Damage(sql: "UPDATE sign_ins SET policies = '[{'", sentence: "a row of `sign_ins` cannot be read"),
        Damage(sql: "UPDATE audits SET targets = '{}'", sentence: "a row of `audits` cannot be read"),
        Damage(sql: "UPDATE applications SET redirect_uris = 'x'", sentence: "a row of `applications` cannot be read"),
        Damage(sql: "UPDATE sessions SET proofs = '99:1'", sentence: "a row of `sessions` cannot be read"),
        Damage(
            sql: "UPDATE authorization_codes SET proofs = 'x'", sentence: "a row of `authorization_codes` cannot be"),
        Damage(sql: "UPDATE push_requests SET state = 'maybe'", sentence: "a row of `push_requests` cannot be read"),
        Damage(
            sql: "UPDATE push_requests SET state = 'approved'", sentence: "was approved or used without an answer"),
        Damage(
            sql: "UPDATE phone_enrolments SET state = 'maybe'", sentence: "a row of `phone_enrolments` cannot be read"),
        Damage(
            sql: "UPDATE phones SET user_id = 'id-of-bob'",
            sentence: "is not of the user whose authenticator app it is"),
        Damage(sql: "UPDATE users SET kind = 'robot'", sentence: "a row of `users` cannot be read: `id-of-ada`"),
    ]
    private static let noAdministrator = "tenant `contoso.example` has no usable Global Administrator"

    @Test(arguments: ConformanceEngine.all)
    func `an empty store and a healthy one have nothing broken`(engine: ConformanceEngine) async throws {
        try await engine.withStore { store in
            #expect(try await store.read { try $0.integrity.broken() } == [])
            try await store.write { try Self.fillHealthy($0) }
            #expect(try await store.read { try $0.integrity.broken() } == [])
        }
    }

    @Test(arguments: ConformanceEngine.all, damages)
    func `each broken invariant has its sentence`(engine: ConformanceEngine, damage: Damage) async throws {
        try await engine.withEngine { engine in
            let store = Store(engine: engine)
            try await store.migrate()
            try await store.write { (tables) throws in
                try Self.fillHealthy(tables)
                try tables.installation.update(Installation(sealingKeyCheck: [1]))
            }
            try await engine.write { try $0.execute(damage.sql, []) }
            let sentences = try await store.read { try $0.integrity.broken() }
            #expect(sentences.contains { $0.contains(damage.sentence) }, "\(sentences)")
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `what was pruned is not missed, and what is younger is`(engine: ConformanceEngine) async throws {
        try await engine.withStore { store in
            try await store.write { (tables) throws in
                try Self.fillHealthy(tables)
                let removed = try tables.upkeep.pruneLogs(
                    in: Sample.tenant.id, before: Sample.now + .seconds(1), limit: 100)
                #expect(removed == 6)
            }
            #expect(try await store.read { try $0.integrity.broken() } == [])
            try await store.write { tables in
                var late = Sample.user("late", "Late")
                late.createdAt = Sample.now + .days(1)
                try tables.users.insert(late)
            }
            let sentences = try await store.read { try $0.integrity.broken() }
            #expect(sentences == ["user `id-of-late` was made without an audit record"])
        }
    }
}
