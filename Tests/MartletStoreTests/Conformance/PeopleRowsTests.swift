import MartletDirectory
import MartletStore
import Testing

@Suite struct `Rows of people` {
    @Test(arguments: ConformanceEngine.all)
    func `a tenant and its settings come back, by id and by domain`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            try await store.read { (tables) throws in
                #expect(try tables.tenants.find(Sample.tenant.id) == Sample.tenant)
                #expect(try tables.tenants.find(domain: "fabrikam.example") == Sample.otherTenant)
                #expect(try tables.tenants.find(domain: "unknown.example") == nil)
                #expect(try tables.tenants.first() == Sample.tenant)
                #expect(try tables.tenants.list() == [Sample.tenant, Sample.otherTenant])
            }
            var changed = Sample.tenant
            changed.securityDefaults.isEnabled = false
            changed.logRetentionDays = 30
            changed.strengths.list = [
                CustomStrength(
                    id: ID("99999999-9999-4999-8999-999999999999"), displayName: "Keys", combinations: ["fido2"],
                    passkeyModels: ["ab"],
                    certificates: CertificateLimit(issuers: ["cd"], policies: ["1.2"], combinations: ["fido2"]),
                    createdAt: Sample.now, changedAt: Sample.now)
            ]
            let tenant = changed
            try await store.write { try $0.tenants.update(tenant) }
            #expect(try await store.read { try $0.tenants.find(tenant.id) } == tenant)
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a user comes back with every field, in their own tenant only`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            var full = Sample.user("grace", "Grace Hopper")
            full.givenName = "Grace"
            full.surname = "Hopper"
            full.kind = .guest
            full.isEnabled = false
            full.isEmergencyAccess = true
            full.registrationGraceStartedAt = Sample.now + .days(1)
            full.preferredLanguage = "ja"
            full.perUserMFA = .enforced
            full.isService = true
            let grace = full
            try await store.write { try $0.users.insert(grace) }
            try await store.read { (tables) throws in
                #expect(try tables.users.find(grace.id, in: grace.tenant) == grace)
                #expect(try tables.users.find(grace.id, in: Sample.otherTenant.id) == nil)
                let name = UserPrincipalName(stored: "GRACE@Contoso.Example")
                #expect(try tables.users.find(upn: name, in: grace.tenant) == grace)
                #expect(try tables.users.find(upn: name, in: Sample.otherTenant.id) == nil)
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a sign-in name is taken in any case (A028), until its owner is deleted`(
        engine: ConformanceEngine
    ) async throws {
        try await engine.withSample { store in
            var twin = Sample.user("twin", "Twin")
            twin.userPrincipalName = UserPrincipalName(stored: "ADA@contoso.example")
            let second = twin
            let error = await #expect(throws: StoreError.self) {
                try await store.write { try $0.users.insert(second) }
            }
            guard case .conflict = error else {
                Issue.record("not a conflict")
                return
            }
            var ada = Sample.ada
            ada.deletedAt = Sample.now
            let deleted = ada
            try await store.write { (tables) throws in
                try tables.users.update(deleted)
                try tables.users.insert(second)
            }
            try await store.read { (tables) throws in
                #expect(try tables.users.find(upn: second.userPrincipalName, in: second.tenant) == second)
                #expect(try tables.users.find(deleted.id, in: deleted.tenant) == deleted)
                #expect(try tables.users.count(in: second.tenant) == 1)
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a user of another tenant cannot be changed by the wrong tenant`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            var moved = Sample.stranger
            moved.tenant = Sample.tenant.id
            let user = moved
            await #expect(throws: StoreError.self) { try await store.write { try $0.users.update(user) } }
            let kept = try await store.read { try $0.users.find(user.id, in: Sample.otherTenant.id) }
            #expect(kept == Sample.stranger)
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `nothing of one tenant belongs to a user of another`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            var session = Sample.session("crossed", of: Sample.stranger)
            session.tenant = Sample.tenant.id
            let crossed = session
            let gate = OpenGate(subject: crossed.user, tenant: crossed.tenant)
            await #expect(throws: StoreError.self) {
                try await store.write { try $0.sessions.insert(crossed, by: gate) }
            }
            await #expect(throws: StoreError.self) {
                try await store.write { (tables) throws in
                    try tables.passwords.save(
                        Password(
                            user: Sample.stranger.id, tenant: Sample.tenant.id, hash: "h", changedAt: Sample.now))
                }
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a list is paged by name without gap or repeat`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                for index in 0..<25 {
                    // Pairs share a name, so that the id must break the tie.
                    try tables.users.insert(Sample.user("u\(index)", "Person \(index / 2)"))
                }
            }
            var seen: [ID<User>] = []
            var cursor: String?
            var pages = 0
            repeat {
                let after = cursor
                let page = try await store.read { try $0.users.list(in: Sample.tenant.id, after: after, limit: 7) }
                seen += page.items.map(\.id)
                cursor = page.next
                pages += 1
            } while cursor != nil
            #expect(pages == 4)
            #expect(seen.count == 26)
            #expect(Set(seen).count == 26)
            #expect(seen.first == Sample.ada.id)
            let whole = try await store.read { try $0.users.list(in: Sample.tenant.id, limit: 26) }
            #expect(whole.items.map(\.id) == seen)
            #expect(whole.next == nil)
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a cursor that nobody gave begins at the first page`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            let page = try await store.read { try $0.users.list(in: Sample.tenant.id, after: "nonsense", limit: 5) }
            #expect(page.items == [Sample.ada])
        }
    }

    @Test(
        arguments: ConformanceEngine.all,
        [
            ("love", ["ada"]), ("LOVE", ["ada"]), ("ada l", ["ada"]), ("ada@", ["ada"]), ("velace", []),
            ("100%", ["per"]),
            ("%", []), ("_", []), ("\\", []), ("Ö", ["per"]), ("山田", ["yamada"]), ("   ", ["ada", "per", "yamada"]),
            ("  ada   lovelace ", ["ada"]),
        ])
    func `a search finds the beginnings of words, and nothing typed is a pattern`(
        engine: ConformanceEngine, search: (text: String, found: [String])
    ) async throws {
        try await engine.withSample { store in
            let found = try await store.write { (tables) throws in
                try tables.users.insert(Sample.user("per", "Per 100%\tÖström"))
                try tables.users.insert(Sample.user("yamada", "山田 太郎"))
                return try tables.users.list(in: Sample.tenant.id, matching: search.text, limit: 10).items.map(\.id)
            }
            #expect(Set(found) == Set(search.found.map { Sample.id($0) }))
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a filter shows whom it names`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                var disabled = Sample.user("disabled", "Disabled")
                disabled.isEnabled = false
                var guest = Sample.user("guest", "Guest")
                guest.kind = .guest
                try tables.users.insert(disabled)
                try tables.users.insert(guest)
                try tables.users.insert(Sample.user("reader", "Reader"))
                try RoleSample.give(DirectoryRole.globalAdministrator, to: .user(Sample.ada.id), on: tables)
                try RoleSample.give(DirectoryRole.globalReader, to: .user(Sample.id("reader")), on: tables)
                try tables.groups.insert(RoleSample.helpdesk)
                #expect(try tables.groups.addMember(RoleSample.helpdesk.id, user: guest.id, at: Sample.now))
                try RoleSample.give(
                    DirectoryRole.helpdeskAdministrator, to: .group(RoleSample.helpdesk.id), on: tables)
            }
            let expected: [UserFilter: Set<String>] = [
                .all: ["ada", "disabled", "guest", "reader"], .enabled: ["ada", "guest", "reader"],
                .disabled: ["disabled"], .guests: ["guest"], .administrators: ["ada", "guest"],
                .notRegistered: ["ada", "guest", "reader"],
            ]
            for filter in UserFilter.allCases {
                let page = try await store.read { try $0.users.list(in: Sample.tenant.id, filter: filter, limit: 9) }
                #expect(Set(page.items.map(\.id)) == Set(try #require(expected[filter]).map { Sample.id($0) }))
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a password is set, replaced and removed`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            let first = Password(
                user: Sample.ada.id, tenant: Sample.tenant.id, hash: "$argon2id$1", changedAt: Sample.now,
                mustChange: true, expiresAt: Sample.now + .days(1))
            let second = Password(
                user: Sample.ada.id, tenant: Sample.tenant.id, hash: "$argon2id$2", changedAt: Sample.now + .days(2))
            #expect(try await store.read { try $0.passwords.find(Sample.ada.id) } == nil)
            for password in [first, second] {
                try await store.write { try $0.passwords.save(password) }
                #expect(try await store.read { try $0.passwords.find(Sample.ada.id) } == password)
            }
            #expect(try await store.write { try $0.passwords.delete(Sample.ada.id) })
            #expect(try await store.write { try $0.passwords.delete(Sample.ada.id) } == false)
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `an authenticator app is kept and removed by its owner alone`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            let phone = Sample.totp("phone")
            try await store.write { (tables) throws in
                try tables.totpMethods.insert(phone)
                try tables.totpMethods.insert(Sample.totp("tablet"))
            }
            try await store.read { (tables) throws in
                #expect(try tables.totpMethods.list(Sample.ada.id).count == 2)
                #expect(try tables.totpMethods.list(Sample.ada.id).contains(phone))
                #expect(try tables.totpMethods.list(Sample.stranger.id).isEmpty)
                #expect(try tables.totpMethods.countsByUser(in: Sample.tenant.id) == [Sample.ada.id: 2])
            }
            try await store.write { (tables) throws in
                #expect(try tables.totpMethods.delete(phone.id, of: Sample.stranger.id) == false)
                #expect(try tables.totpMethods.delete(phone.id, of: Sample.ada.id))
                #expect(try tables.totpMethods.deleteAll(of: Sample.ada.id) == 1)
                #expect(try tables.totpMethods.list(Sample.ada.id).isEmpty)
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `new recovery codes make the old ones worthless`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            func codes(_ words: [String]) -> [RecoveryCode] {
                words.map {
                    RecoveryCode(
                        user: Sample.ada.id, tenant: Sample.tenant.id, hash: Sample.hash($0), createdAt: Sample.now)
                }
            }
            let (old, new) = (codes(["a", "b"]), codes(["c", "d", "e"]))
            try await store.write { (tables) throws in
                try tables.recoveryCodes.replace(of: Sample.ada.id, in: Sample.tenant.id, with: old)
                try tables.recoveryCodes.replace(of: Sample.ada.id, in: Sample.tenant.id, with: new)
                #expect(try tables.recoveryCodes.countUnspent(Sample.ada.id) == 3)
                #expect(try tables.recoveryCodes.spend(Sample.ada.id, hash: old[0].hash, at: Sample.now) == false)
                #expect(try tables.recoveryCodes.spend(Sample.ada.id, hash: new[0].hash, at: Sample.now))
                #expect(try tables.recoveryCodes.deleteAll(of: Sample.ada.id) == 3)
            }
        }
    }
}
