import MartletDirectory
import MartletStore
import Testing

@Suite struct `Rows of applications` {
    @Test(arguments: ConformanceEngine.all)
    func `an app comes back with every field`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            let app = Application(
                id: Sample.id("spa"), tenant: Sample.tenant.id, displayName: "Über Shop", kind: .public,
                redirectURIs: ["https://a.example/cb", "http://127.0.0.1/\"odd\"", "com.example.app:/\\cb"],
                postLogoutRedirectURIs: ["https://a.example/bye"], isManagement: true, allowsPasswordGrant: true,
                allowsDeviceCode: true, requiresPKCE: true, consentMode: .eachUser, isEnabled: false,
                createdAt: Sample.now)
            try await store.write { try $0.applications.insert(app) }
            try await store.read { (tables) throws in
                #expect(try tables.applications.find(app.id) == app)
                #expect(try tables.applications.find(app.id, in: Sample.tenant.id) == app)
                #expect(try tables.applications.find(app.id, in: Sample.otherTenant.id) == nil)
                #expect(try tables.applications.find(Sample.portal.id) == Sample.portal)
                #expect(try tables.applications.list(in: Sample.tenant.id, limit: 1).items == [Sample.portal])
                #expect(
                    try tables.applications.list(in: Sample.tenant.id, matching: "über", limit: 9).items == [app])
                #expect(try tables.applications.list(in: Sample.otherTenant.id, limit: 9).items.isEmpty)
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `an app is changed, and deleted with all that came from it`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                var app = Sample.portal
                app.redirectURIs = []
                app.isEnabled = false
                try tables.applications.update(app)
                #expect(try tables.applications.find(app.id) == app)

                try tables.authorizationCodes.insert(Sample.code, by: Sample.gate)
                try tables.refreshFamilies.insert(Sample.family, by: Sample.gate)
                try tables.refreshTokens.insert(Sample.refreshToken("r"), by: Sample.gate)
                try tables.consents.save(
                    Consent(
                        user: Sample.ada.id, application: app.id, tenant: app.tenant, scopes: ScopeSet(["openid"]),
                        grantedAt: Sample.now))
                #expect(try tables.applications.delete(app.id, in: Sample.otherTenant.id) == false)
                #expect(try tables.applications.delete(app.id, in: app.tenant))
                #expect(try tables.authorizationCodes.find(Sample.code.hash) == nil)
                #expect(try tables.refreshTokens.find(Sample.hash("r")) == nil)
                #expect(try tables.consents.list(Sample.ada.id).isEmpty)
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `credentials are listed by app and removed by it alone`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            let secret = ClientCredential(
                id: Sample.id("secret"), application: Sample.portal.id, tenant: Sample.tenant.id, kind: .secret,
                digest: Sample.hash("s"), hint: "mcs_ab", createdAt: Sample.now, expiresAt: Sample.now + .days(90))
            let certificate = ClientCredential(
                id: Sample.id("certificate"), application: Sample.portal.id, tenant: Sample.tenant.id,
                kind: .certificate, digest: Sample.hash("c"), certificate: [0x30, 0x82], hint: "CN=portal",
                createdAt: Sample.now + .days(1))
            try await store.write { (tables) throws in
                try tables.clientCredentials.insert(secret)
                try tables.clientCredentials.insert(certificate)
                #expect(try tables.clientCredentials.list(Sample.portal.id) == [secret, certificate])
                #expect(try tables.clientCredentials.delete(secret.id, of: Sample.id("another")) == false)
                #expect(try tables.clientCredentials.delete(secret.id, of: Sample.portal.id))
                #expect(try tables.clientCredentials.list(Sample.portal.id) == [certificate])
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `consent grows with what is allowed and is taken back whole`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            @Sendable func consent(_ scopes: [String], _ time: Timestamp) -> Consent {
                Consent(
                    user: Sample.ada.id, application: Sample.portal.id, tenant: Sample.tenant.id,
                    scopes: ScopeSet(scopes), grantedAt: time)
            }
            let later = Sample.now + .days(1)
            try await store.write { (tables) throws in
                try tables.consents.save(consent(["openid", "email"], Sample.now))
                try tables.consents.save(consent(["profile", "openid"], later))
                let union = consent(["openid", "email", "profile"], later)
                #expect(try tables.consents.find(Sample.ada.id, application: Sample.portal.id) == union)
                #expect(try tables.consents.list(Sample.ada.id) == [union])
                #expect(try tables.consents.delete(Sample.ada.id, application: Sample.portal.id))
                #expect(try tables.consents.delete(Sample.ada.id, application: Sample.portal.id) == false)
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a tenant's keys are its own (A174), and a removed one is not listed`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            @Sendable func key(_ id: String, _ tenant: Tenant, _ algorithm: SigningKey.Algorithm) -> SigningKey {
                SigningKey(
                    keyID: id, tenant: tenant.id, algorithm: algorithm, sealedPrivateKey: [1, 2, 3],
                    publicJWK: #"{"kty":"EC"}"#, createdAt: Sample.now, signsFrom: Sample.now + .hours(1))
            }
            try await store.write { (tables) throws in
                var first = key("k1", Sample.tenant, .rs256)
                try tables.signingKeys.insert(first)
                try tables.signingKeys.insert(key("k2", Sample.tenant, .es256))
                try tables.signingKeys.insert(key("k1", Sample.otherTenant, .es256))
                #expect(try tables.signingKeys.list(in: Sample.tenant.id).map(\.keyID) == ["k1", "k2"])
                first.signsUntil = Sample.now + .days(90)
                try tables.signingKeys.update(first)
                #expect(try tables.signingKeys.list(in: Sample.tenant.id).first == first)
                first.removedAt = Sample.now + .days(91)
                try tables.signingKeys.update(first)
                #expect(try tables.signingKeys.list(in: Sample.tenant.id).map(\.keyID) == ["k2"])
                #expect(try tables.signingKeys.list(in: Sample.otherTenant.id).map(\.keyID) == ["k1"])
                #expect(try tables.signingKeys.delete("k1", in: Sample.tenant.id))
                #expect(try tables.signingKeys.delete("k1", in: Sample.tenant.id) == false)
            }
        }
    }
}
