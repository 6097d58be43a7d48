import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore
import Synchronization
import Testing

@Suite struct `Rotating the sealing key` {
    // The key that the shared founding of these tests was sealed with.
    private let old: SealingKey
    private let new: SealingKey

    init() throws {
        old = try SealingKey(Array(0..<32))
        new = try SealingKey([UInt8](repeating: 5, count: 32))
    }

    private func other(_ house: Organization, keys: [SealingKey]) throws -> Tools {
        Tools(
            store: house.tools.store, ambient: house.clock.ambient, sealer: try Sealer(keys: keys),
            hashing: house.tools.hashing, publicURL: house.tools.publicURL, logger: house.tools.logger)
    }

    private func isInForce(_ key: SealingKey, _ house: Organization) async throws -> Bool {
        try await house.tools.store.read { tables in
            try SealedSecretRows.Column.allCases.allSatisfy { column in
                try tables.sealedSecrets.page(column, after: nil, limit: 1000)
                    .allSatisfy { $0.sealed.isEmpty || !house.tools.sealer.isStale($0.sealed, under: key.id) }
            }
        }
    }

    @Test func `everything stands under the new key afterwards, and the old one is not needed any more`() async throws {
        let house = try await Organization(sealer: try Sealer(keys: [new, old]))
        #expect(try await CheckSealingKey(house.tools)())
        #expect(house.tools.sealer.current == old.id, "the store says which key seals, not the order")
        for name in ["ben", "cleo", "dora"] { try await house.add(name, registered: true) }
        #expect(try await isInForce(old, house))
        let report = try await RotateSealingKey(house.tools)(to: new.id, by: house.operator)
        #expect(report.sealed == 7 && report.opened == 7 && report.key == new.id)
        #expect(try await isInForce(new, house))
        let fresh = try other(house, keys: [new])
        #expect(try await CheckSealingKey(fresh)())
        #expect(try await CheckStore(fresh)().isEmpty)
        // What stands under a digest is found again without the old key: recovery codes cannot be made anew.
        #expect(fresh.sealer.mac([1], context: "c") == (try Sealer(keys: [old])).mac([1], context: "c"))
        #expect(try await !CheckSealingKey(other(house, keys: [old]))())
        let records = try await house.audits(.sealingKeyRotated)
        #expect(records.count == 2 && records.allSatisfy { $0.actor == .operator })
    }

    @Test func `a second rotation keeps the key of digests of the first`() async throws {
        let third = try SealingKey([UInt8](repeating: 6, count: 32))
        let house = try await Organization(sealer: try Sealer(keys: [third, new, old]))
        _ = try await CheckSealingKey(house.tools)()
        _ = try await RotateSealingKey(house.tools)(to: new.id, by: house.operator)
        _ = try await RotateSealingKey(house.tools)(to: third.id, by: house.operator)
        let fresh = try other(house, keys: [third])
        #expect(try await CheckSealingKey(fresh)())
        #expect(fresh.sealer.mac([1], context: "c") == (try Sealer(keys: [old])).mac([1], context: "c"))
    }

    @Test func `done again it finds nothing to do`() async throws {
        let house = try await Organization(sealer: try Sealer(keys: [new, old]))
        _ = try await CheckSealingKey(house.tools)()
        _ = try await RotateSealingKey(house.tools)(to: new.id, by: house.operator)
        let again = try await RotateSealingKey(house.tools)(to: new.id, by: house.operator)
        #expect(again.sealed == 0 && again.opened == 4)
    }

    @Test func `a node that still seals with the old key stores under the new one`() async throws {
        let house = try await Organization(sealer: try Sealer(keys: [new, old]))
        _ = try await CheckSealingKey(house.tools)()
        let node = try other(house, keys: [old, new])
        _ = try await CheckSealingKey(node)()
        // Sealed before the rotation, stored after its end.
        let late = try node.newSigningKey(
            .es256, for: house.tenant.id, at: house.clock.now, signsFrom: house.clock.now)
        _ = try await RotateSealingKey(house.tools)(to: new.id, by: house.operator)
        #expect(node.sealer.current == old.id)
        #expect(node.sealer.isStale(late.sealedPrivateKey, under: new.id))
        _ = try await AddUser(node)(
            AddUser.Request(
                userPrincipalName: "late@contoso.example", displayName: "Late",
                password: .given(Organization.password, isTemporary: false), registersAuthenticator: true),
            by: house.operator)
        try await RotateSigningKeys(node)(immediately: true, by: house.operator)
        #expect(node.sealer.current == new.id)
        #expect(try await isInForce(new, house))
    }

    @Test func `a node without the new key refuses to store a secret rather than bring the old key back`() async throws
    {
        let house = try await Organization(sealer: try Sealer(keys: [new, old]))
        _ = try await CheckSealingKey(house.tools)()
        let node = try other(house, keys: [old])
        _ = try await CheckSealingKey(node)()
        _ = try await RotateSealingKey(house.tools)(to: new.id, by: house.operator)
        await #expect(throws: Sealer.SealError.notOpened) {
            try await RotateSigningKeys(node)(immediately: true, by: house.operator)
        }
        #expect(try await isInForce(new, house))
    }

    @Test func `a secret that opens under no key is named, and the end is not reached`() async throws {
        let house = try await Organization(sealer: try Sealer(keys: [new, old]))
        _ = try await CheckSealingKey(house.tools)()
        let broken = try await house.tools.store.write { tables in
            let first = try #require(try tables.sealedSecrets.page(.authenticators, after: nil, limit: 1).first)
            _ = try tables.sealedSecrets.replace(first, with: [1, 2, 3])
            return first
        }
        guard case .authenticator(let id, _) = broken else { return }
        await #expect(throws: RotateSealingKey.Failure.broken(["authenticator \(id) does not open"])) {
            _ = try await RotateSealingKey(house.tools)(to: new.id, by: house.operator)
        }
    }

    @Test func `it takes a Global Administrator or the operator, and an organisation`() async throws {
        let house = try await Organization(sealer: try Sealer(keys: [new, old]))
        _ = try await CheckSealingKey(house.tools)()
        let caller = try await house.caller(try await house.add("sec", role: .securityAdministrator))
        await #expect(throws: ActionError.forbidden(.forbidden(.noRole))) {
            _ = try await RotateSealingKey(house.tools)(to: new.id, by: caller)
        }
        #expect(try await isInForce(old, house))
    }
}
