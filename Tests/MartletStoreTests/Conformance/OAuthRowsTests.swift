import MartletDirectory
import MartletStore
import Testing

@Suite struct `Rows of OAuth` {
    private static let tenant = Sample.tenant.id

    @Test(arguments: ConformanceEngine.all)
    func `an app's settings come back, and defaults take no space`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            var app = Sample.portal
            app.settings.api.identifierURIs = ["api://portal", "https://portal.example"]
            app.settings.api.scopes = [ExposedScope(value: "Orders.Read", displayName: "Read \"orders\"")]
            app.settings.api.roles = [AppRole(id: Sample.id("r"), value: "Approver", displayName: "Approver")]
            app.settings.authentication.method = .privateKeyJWT
            app.settings.tokens.idTokenAlgorithm = .es256
            app.settings.requests.defaultMaxAge = 3600
            try await store.write { [app] in try $0.applications.update(app) }
            try await store.read { [app] (tables) throws in
                #expect(try tables.applications.find(app.id) == app)
                #expect(try tables.applications.find(identifierURI: "api://portal", in: Self.tenant) == app)
                #expect(try tables.applications.find(identifierURI: "api://other", in: Self.tenant) == nil)
                #expect(
                    try tables.applications.find(identifierURI: "api://portal", in: Sample.otherTenant.id) == nil)
            }
            app.settings.api.identifierURIs = ["https://portal.example"]
            try await store.write { [app] in try $0.applications.update(app) }
            #expect(
                try await store.read { try $0.applications.find(identifierURI: "api://portal", in: Self.tenant) } == nil
            )
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `no two apps of a tenant go by one name`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            var first = Sample.portal
            first.settings.api.identifierURIs = ["api://taken"]
            try await store.write { [first] in try $0.applications.update(first) }
            var second = Sample.portal
            second.id = Sample.id("second")
            second.settings.api.identifierURIs = ["api://free"]
            try await store.write { [second] in try $0.applications.insert(second) }
            second.settings.api.identifierURIs = ["api://taken"]
            await #expect(throws: StoreError.self) {
                try await store.write { [second] in try $0.applications.update(second) }
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `the last use of a key is noted once an hour, and of another key at once`(
        engine: ConformanceEngine
    ) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                func note(_ name: String, minutes: Int, _ source: ClientKeyUse.Source = .keySet) throws {
                    let at = Sample.now + .minutes(minutes)
                    let use = ClientKeyUse(
                        application: Sample.portal.id, tenant: Self.tenant, source: source, name: name, lastUsedAt: at)
                    try tables.clientKeyUses.note(use, unlessSince: at - .hours(1))
                }
                func noted() throws -> [String] {
                    try tables.clientKeyUses.list(Sample.portal.id).map {
                        "\($0.source) \($0.name.prefix(3)) \(($0.lastUsedAt - Sample.now).inSeconds / 60)"
                    }
                }
                try note("k1", minutes: 0)
                try note("k1", minutes: 60)
                #expect(try noted() == ["keySet k1 0"])
                try note("k1", minutes: 61)
                try note("k2", minutes: 62)
                try note(String(repeating: "x", count: 500), minutes: 0, .authority)
                #expect(try noted() == ["authority xxx 0", "keySet k2 62"])
                #expect(try tables.clientKeyUses.list(Sample.id("else")).isEmpty)
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `an app trusts one workload once, and its trust ends with it`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            let workload = FederatedCredential(
                id: Sample.id("w1"), application: Sample.portal.id, tenant: Self.tenant, name: "ci",
                issuer: "https://ci.example", subject: "main", audience: "api://x", createdAt: Sample.now)
            try await store.write { try $0.federatedCredentials.insert(workload) }
            var second = workload
            second.id = Sample.id("w2")
            await #expect(throws: StoreError.self) {
                try await store.write { [second] in try $0.federatedCredentials.insert(second) }
            }
            #expect(try await store.read { try $0.federatedCredentials.list(Sample.portal.id) } == [workload])
            // A use is noted once an hour.
            try await store.write { (tables) throws in
                for (minutes, expected) in [(0, 0), (59, 0), (60, 0), (61, 61)] {
                    let at = Sample.now + .minutes(minutes)
                    try tables.federatedCredentials.noteUse(workload.id, at: at, unlessSince: at - .hours(1))
                    let noted = try tables.federatedCredentials.list(Sample.portal.id).map(\.lastUsedAt)
                    #expect(noted == [Sample.now + .minutes(expected)])
                }
            }
            #expect(
                try await store.write { try $0.federatedCredentials.delete(workload.id, of: Sample.id("x")) } == false)
            #expect(try await store.write { try $0.federatedCredentials.delete(workload.id, of: Sample.portal.id) })
            #expect(try await store.read { try $0.federatedCredentials.list(Sample.portal.id) }.isEmpty)
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `an identifier is spent once for each purpose`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                let rows = tables.spentIdentifiers
                let end = Sample.now + .minutes(1)
                #expect(try rows.spend([1], for: .proofOfPossession, in: Self.tenant, expiresAt: end))
                #expect(try !rows.spend([1], for: .proofOfPossession, in: Self.tenant, expiresAt: end))
                #expect(try rows.spend([1], for: .revokedToken, in: Self.tenant, expiresAt: end))
                #expect(try rows.contains([1], for: .revokedToken, in: Self.tenant))
                #expect(try !rows.contains([2], for: .revokedToken, in: Self.tenant))
                #expect(try !rows.contains([1], for: .revokedToken, in: Sample.otherTenant.id))
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `roles of apps are held directly and through groups`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                let group = RoleSample.helpdesk
                try tables.groups.insert(group)
                _ = try tables.groups.addMember(group.id, user: Sample.ada.id, at: Sample.now)
                let direct = Self.assignment("a", role: "one", .user(Sample.ada.id))
                let through = Self.assignment("b", role: "two", .group(group.id))
                let app = Self.assignment("c", role: "three", .application(Sample.portal.id))
                for one in [direct, through, app] { try tables.appRoleAssignments.insert(one) }
                let roles = try tables.appRoleAssignments.roles(of: Sample.ada.id, at: Sample.portal.id)
                #expect(Set(roles) == [direct.role, through.role])
                #expect(try tables.appRoleAssignments.list(heldBy: Sample.portal.id) == [app])
                #expect(
                    Set(try tables.appRoleAssignments.list(of: Sample.portal.id, in: Self.tenant).map(\.id))
                        == [direct.id, through.id, app.id])
            }
            await #expect(throws: StoreError.self) {
                try await store.write { tables in
                    try tables.appRoleAssignments.insert(Self.assignment("d", role: "one", .user(Sample.ada.id)))
                }
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `what an administrator allowed is replaced and taken back`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                var consent = OrganizationConsent(
                    application: Sample.portal.id, tenant: Self.tenant, scopes: ScopeSet(["User.Read"]),
                    grantedAt: Sample.now, grantedBy: "operator")
                try tables.organizationConsents.save(consent)
                consent.scopes = ScopeSet(["Mail.Read"])
                try tables.organizationConsents.save(consent)
                #expect(try tables.organizationConsents.find(Sample.portal.id) == consent)
                #expect(try tables.organizationConsents.delete(Sample.portal.id))
                #expect(try tables.organizationConsents.find(Sample.portal.id) == nil)
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a permission to register apps has its uses and its end`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                let rows = tables.initialAccessTokens
                let token = InitialAccessToken(
                    id: Sample.id("token"), tenant: Self.tenant, hash: [1, 2], name: "Rooms", usesLeft: 2,
                    createdBy: "ada", createdAt: Sample.now, expiresAt: Sample.now + .days(1))
                try rows.insert(token)
                #expect(try rows.find(hash: [1, 2], in: Self.tenant) == token)
                #expect(try rows.find(hash: [1, 2], in: Sample.otherTenant.id) == nil)
                #expect(try !rows.spend(hash: [1, 2], in: Self.tenant, at: token.expiresAt))
                #expect(try !rows.spend(hash: [1, 2], in: Sample.otherTenant.id, at: Sample.now))
                #expect(try rows.spend(hash: [1, 2], in: Self.tenant, at: Sample.now))
                #expect(try rows.spend(hash: [1, 2], in: Self.tenant, at: Sample.now))
                #expect(try !rows.spend(hash: [1, 2], in: Self.tenant, at: Sample.now))
                #expect(try rows.list(in: Self.tenant).map(\.usesLeft) == [0])
                #expect(try !rows.delete(token.id, in: Sample.otherTenant.id))
                #expect(try rows.delete(token.id, in: Self.tenant))
                #expect(try rows.list(in: Self.tenant).isEmpty)
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a pushed request comes back as it was and is spent once`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                var request = PushedRequest(
                    hash: Sample.hash("pushed"), tenant: Self.tenant, application: Sample.portal.id,
                    parameters: [.init(name: "scope", value: "openid"), .init(name: "state", value: "\"a&b\" ü")],
                    isSigned: true, binding: "jkt:x", createdAt: Sample.now, expiresAt: Sample.now + .seconds(90))
                try tables.pushedRequests.insert(request)
                #expect(try tables.pushedRequests.find(request.hash) == request)
                #expect(try tables.pushedRequests.find(Sample.hash("other")) == nil)
                #expect(try tables.pushedRequests.spend(request.hash, at: Sample.now))
                #expect(try !tables.pushedRequests.spend(request.hash, at: Sample.now))
                request.spentAt = Sample.now
                #expect(try tables.pushedRequests.find(request.hash) == request)
            }
        }
    }

    private static func assignment(
        _ id: String, role: String, _ principal: AppRoleAssignment.Principal
    ) -> AppRoleAssignment {
        AppRoleAssignment(
            id: Sample.id(id), tenant: tenant, resource: Sample.portal.id, role: Sample.id(role), principal: principal,
            createdAt: Sample.now)
    }

    @Test(arguments: ConformanceEngine.all)
    func `a device code is answered once and spent once`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            let code = Sample.deviceCode
            try await store.write { (tables) throws in
                let rows = tables.deviceCodes
                #expect(try rows.insert(code))
                #expect(try rows.find(code.hash) == code)
                #expect(try rows.find(userCode: code.userCodeHash) == code)
                var twin = Sample.deviceCode("twin")
                twin.userCodeHash = code.userCodeHash
                #expect(try !rows.insert(twin))
                #expect(try rows.spend(code.hash, at: Sample.now) == nil)
                let proofs = [Proof(method: .password, at: Sample.now)]
                func approve(at time: Timestamp) throws -> Bool {
                    try rows.approve(
                        code.hash, session: Sample.session.id, proofs: proofs, usedRememberedBrowser: true, at: time,
                        by: Sample.gate)
                }
                #expect(try !approve(at: code.expiresAt))
                #expect(try approve(at: Sample.now))
                #expect(try !approve(at: Sample.now))
                #expect(try !rows.deny(code.hash, user: Sample.ada.id))
                let spent = try #require(try rows.spend(code.hash, at: Sample.now))
                #expect(spent.user == Sample.ada.id && spent.session == Sample.session.id && spent.proofs == proofs)
                #expect(spent.usedRememberedBrowser && spent.spentAt == Sample.now)
                #expect(try rows.spend(code.hash, at: Sample.now) == nil)
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a device that asks too soon waits five seconds longer, up to a minute`(
        engine: ConformanceEngine
    ) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                let rows = tables.deviceCodes
                let code = Sample.deviceCode
                _ = try rows.insert(code)
                #expect(try rows.poll(code.hash, at: Sample.now))
                #expect(try !rows.poll(code.hash, at: Sample.now + .seconds(4)))
                #expect(try rows.find(code.hash)?.intervalSeconds == 10)
                #expect(try rows.poll(code.hash, at: Sample.now + .seconds(14)))
                for _ in 0..<20 { #expect(try !rows.poll(code.hash, at: Sample.now + .seconds(15))) }
                #expect(try rows.find(code.hash)?.intervalSeconds == 60)
                #expect(try rows.deny(code.hash, user: Sample.ada.id))
                #expect(try !rows.deny(code.hash, user: Sample.ada.id))
            }
        }
    }
}
