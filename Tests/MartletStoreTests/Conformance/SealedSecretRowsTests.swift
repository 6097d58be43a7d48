import MartletDirectory
import Testing

@testable import MartletStore

@Suite struct `Sealed secrets` {
    @Test(arguments: ConformanceEngine.all)
    func `every secret is found once, page by page, and replaced only as it was read`(
        engine: ConformanceEngine
    ) async throws {
        try await engine.withSample { store in
            let tenant = Sample.tenant.id
            try await store.write { tables in
                for number in 0..<5 { try tables.totpMethods.insert(Sample.totp("app\(number)")) }
                for number in 0..<3 {
                    try tables.signingKeys.insert(
                        SigningKey(
                            keyID: "key\(number)", tenant: tenant, algorithm: .es256,
                            sealedPrivateKey: [UInt8(number)], publicJWK: "{}", createdAt: Sample.now,
                            signsFrom: Sample.now))
                }
                for number in 0..<3 { _ = try tables.hardwareTokens.insert(Sample.token("t\(number)")) }
                for number in 0..<3 {
                    _ = try tables.radiusClients.insert(
                        Sample.radiusClient("r\(number)", range: "10.0.\(number).0/24"))
                }
                var pending = Sample.pending("sealed")
                pending.sealedTOTPSecret = [7]
                try tables.pendingSignIns.insert(pending)
                try tables.pushIdentity.insert([4], at: Sample.now)
            }
            for column in SealedSecretRows.Column.allCases {
                let all = try await store.read { try $0.sealedSecrets.page(column, after: nil, limit: 100) }
                #expect(!all.isEmpty)
                var paged: [SealedSecretRows.Secret] = []
                while true {
                    let last = paged.last
                    let page = try await store.read { try $0.sealedSecrets.page(column, after: last, limit: 2) }
                    guard !page.isEmpty else { break }
                    paged += page
                }
                #expect(paged == all)
                let first = try #require(all.first { !$0.sealed.isEmpty })
                #expect(try await store.write { try $0.sealedSecrets.replace(first, with: [9, 9]) })
                #expect(try await store.write { try !$0.sealedSecrets.replace(first, with: [8]) })
                let after = try await store.read { try $0.sealedSecrets.page(column, after: nil, limit: 100) }
                #expect(after.count == all.count && after.contains { $0.sealed == [9, 9] })
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a store without tables has no key check`(engine: ConformanceEngine) async throws {
        try await engine.withEngine { engine in
            let store = Store(engine: engine)
            #expect(try await store.sealingKeyCheck() == nil)
            try await store.migrate()
            #expect(try await store.sealingKeyCheck() == nil)
            try await store.write { tables in
                var installation = try tables.installation.get()
                installation.sealingKeyCheck = [1]
                installation.sealedDigestKey = [2]
                try tables.installation.update(installation)
            }
            #expect(try await store.sealingKeyCheck() == [1])
            #expect(try await store.read { try $0.installation.get().sealedDigestKey } == [2])
        }
    }
}
