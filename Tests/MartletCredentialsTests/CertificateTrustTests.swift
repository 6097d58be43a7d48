import MartletCredentials
import MartletDirectory
import MartletTesting
import Testing
import X509

/// A186: what a person's certificate must be before anything that it says is believed.
@Suite struct `Certificates of people` {
    private static let start = Timestamp(seconds: 1_790_000_000)
    private static let now = start + .days(1)

    /// The trust in some authorities, each with its list if it has one.
    private static func trust(
        _ authorities: [(TestAuthority, [UInt8]?)], wantsList: Bool = false
    ) throws -> CertificateTrust {
        CertificateTrust(
            try authorities.map { authority, list in
                let read = try TrustedAuthority(der: authority.own.der)
                let stored = CertificateAuthority(
                    id: ID("a"), tenant: ID("t"), certificate: read.der, thumbprint: read.thumbprint,
                    subject: read.subject, keyIdentifier: read.keyIdentifier, isRoot: read.isRoot,
                    notAfter: read.notAfter, createdAt: start, revocationList: list)
                return try #require(CertificateTrust.Authority(stored))
            }, wantsList: wantsList)
    }

    private static func problem(
        _ made: TestAuthority.Made, _ trust: CertificateTrust, at point: Timestamp = now
    ) async -> CertificateProblem? {
        do throws(CertificateProblem) {
            _ = try await trust.facts(of: made.der, at: point)
            return nil
        } catch {
            return error
        }
    }

    @Test func `what a good certificate says is read`() async throws {
        let root = try TestAuthority(at: Self.start)
        let between = try TestAuthority("People", under: root)
        let made = try between.sign {
            $0.principalName = "mia@contoso.example"
            $0.mailAddresses = ["mia@mail.example"]
            $0.policies = ["1.2.3.4", "2.16.840.1"]
        }
        let facts = try await Self.trust([(root, nil), (between, nil)]).facts(of: made.der, at: Self.now)
        #expect(facts.principalNames == ["mia@contoso.example"] && facts.mailAddresses == ["mia@mail.example"])
        #expect(facts.policies == ["1.2.3.4", "2.16.840.1"] && facts.subject == "CN=Mia,O=Contoso")
        #expect(try facts.issuer == TrustedAuthority(der: between.own.der).keyIdentifier)
        #expect(facts.notAfter == Self.start + .days(30))
        #expect(facts.bindings.count == 3 && facts.bindings.allSatisfy { CertificateBinding.canonical($0) == $0 })
        #expect(facts.bindings.contains { $0.hasPrefix("X509:<I>CN=People,O=Contoso<SR>") })
    }

    @Test func `only authorities that were uploaded lead to a root`() async throws {
        let root = try TestAuthority(at: Self.start)
        let between = try TestAuthority("People", under: root)
        let made = try between.sign()
        #expect(await Self.problem(made, try Self.trust([(root, nil), (between, nil)])) == nil)
        #expect(await Self.problem(made, try Self.trust([(root, nil)])) == .unknownAuthority)
        #expect(await Self.problem(made, try Self.trust([(between, nil)])) == .unknownAuthority)
        #expect(await Self.problem(made, try Self.trust([])) == .unknownAuthority)
        let namesake = try TestAuthority(at: Self.start)
        #expect(await Self.problem(try root.sign(), try Self.trust([(namesake, nil)])) == .unknownAuthority)
    }

    @Test func `a person's certificate vouches for nobody`() async throws {
        let root = try TestAuthority(at: Self.start)
        let trust = try Self.trust([(root, nil)])
        #expect(await Self.problem(try root.sign { $0.isAuthority = true }, trust) == .wrongUse)
        #expect(throws: TrustedAuthority.Refused.notAnAuthority) { try TrustedAuthority(der: root.sign().der) }
    }

    @Test func `its time and its use count`() async throws {
        let root = try TestAuthority(at: Self.start)
        let trust = try Self.trust([(root, nil)])
        let made = try root.sign()
        #expect(await Self.problem(made, trust, at: Self.start) == nil)
        #expect(await Self.problem(made, trust, at: Self.start - .seconds(1)) == .expired)
        #expect(await Self.problem(made, trust, at: Self.start + .days(30)) == .expired)
        #expect(await Self.problem(try root.sign { $0.startsAfter = .days(2) }, trust) == .expired)
        #expect(await Self.problem(try root.sign { $0.usage = nil }, trust) == nil)
        #expect(await Self.problem(try root.sign { $0.usage = .serverAuth }, trust) == .wrongUse)
        #expect(await Self.problem(try root.sign { $0.signs = false }, trust) == .wrongUse)
    }

    @Test func `what is revoked is out, and a list that is wanted must be there and be current`() async throws {
        let root = try TestAuthority(at: Self.start)
        let between = try TestAuthority("People", under: root)
        let (good, bad) = (try between.sign(), try between.sign())
        let list = try between.list(revoking: [bad], at: Self.start)
        let quiet = try root.list(at: Self.start)
        let full = try Self.trust([(root, quiet), (between, list)], wantsList: true)
        #expect(await Self.problem(good, full) == nil)
        #expect(await Self.problem(bad, full) == .revoked)
        #expect(await Self.problem(bad, try Self.trust([(root, nil), (between, list)])) == .revoked)
        // Out of date: what it revoked stays revoked, and the rest is not known.
        #expect(await Self.problem(good, full, at: Self.start + .days(7)) == .staleRevocationList)
        #expect(await Self.problem(bad, full, at: Self.start + .days(7)) == .revoked)
        let half = try Self.trust([(root, nil), (between, list)], wantsList: true)
        #expect(await Self.problem(good, half) == .noRevocationList)
        // The authority between is revoked by the root.
        let fallen = try Self.trust([(root, try root.list(revoking: [between.own], at: Self.start)), (between, list)])
        #expect(await Self.problem(good, fallen) == .revoked)
    }

    @Test func `an authority that is here twice has revoked what any copy of it has`() async throws {
        let root = try TestAuthority(at: Self.start)
        let copy = try root.renewed()
        let (good, bad) = (try root.sign(), try root.sign())
        let list = try root.list(revoking: [bad], at: Self.start)
        for trust in [
            try Self.trust([(root, list), (copy, nil)], wantsList: true),
            try Self.trust([(root, nil), (copy, list)], wantsList: true),
            try Self.trust([(copy, list), (root, nil)], wantsList: true),
            try Self.trust([(copy, try copy.list(at: Self.start)), (root, list)]),
        ] {
            #expect(await Self.problem(bad, trust) == .revoked)
            // What one copy says is current is enough for those who are not on it.
            #expect(await Self.problem(good, trust) == nil)
        }
    }

    @Test func `what was believed once is looked at again by the way that led to the root`() async throws {
        let root = try TestAuthority(at: Self.start)
        let between = try TestAuthority("People", under: root)
        let made = try between.sign()
        let facts = try await Self.trust([(root, nil), (between, nil)]).facts(of: made.der, at: Self.now)
        #expect(facts.authorities.count == 2 && facts.authorities.allSatisfy { AuthorityLink(text: $0.text) == $0 })
        func problem(_ trust: CertificateTrust) -> CertificateProblem? {
            do throws(CertificateProblem) {
                try trust.check(serialNumber: facts.serialNumber, behind: facts.authorities, at: Self.now)
                return nil
            } catch {
                return error
            }
        }
        #expect(problem(try Self.trust([(root, nil), (between, nil)])) == nil)
        #expect(problem(try Self.trust([(try root.renewed(), nil), (between, nil)])) == nil)
        #expect(problem(try Self.trust([(root, nil)])) == .unknownAuthority)
        #expect(problem(try Self.trust([(between, nil)])) == .unknownAuthority)
        #expect(problem(try Self.trust([])) == .unknownAuthority)
        let own = try between.list(revoking: [made], at: Self.start)
        let above = try root.list(revoking: [between.own], at: Self.start)
        #expect(problem(try Self.trust([(root, nil), (between, own)])) == .revoked)
        #expect(problem(try Self.trust([(root, above), (between, nil)])) == .revoked)
        #expect(problem(try Self.trust([(root, nil), (between, nil)], wantsList: true)) == .noRevocationList)
    }

    @Test func `a list is its authority's, whole, and signed`() throws {
        let root = try TestAuthority(at: Self.start)
        let namesake = try TestAuthority(at: Self.start)
        let bytes = try root.list(revoking: [try root.sign()], at: Self.start)
        let list = try RevocationList(bytes)
        #expect(try list.isSigned(by: TrustedAuthority(der: root.own.der)))
        #expect(try !list.isSigned(by: TrustedAuthority(der: namesake.own.der)))
        #expect(list.count == 1 && list.issuedAt == Self.start && list.endsAt == Self.start + .days(7))
        #expect(list.isCurrent(at: Self.now) && !list.isCurrent(at: Self.start + .days(7)))
        #expect(throws: RevocationList.Refused.self) { try RevocationList(root.list(at: Self.start, critical: true)) }
        #expect(throws: RevocationList.Refused.self) { try RevocationList(Array(bytes.dropLast())) }
        #expect(throws: RevocationList.Refused.self) { try RevocationList(root.own.der) }
        var bent = bytes
        bent[bent.count - 1] ^= 1
        let authority = try TrustedAuthority(der: root.own.der)
        let isBelieved = (try? RevocationList(bent))?.isSigned(by: authority)
        #expect(isBelieved != true)
    }

    @Test func `authorities are read from PEM, and nothing else is`() throws {
        let root = try TestAuthority(at: Self.start)
        let between = try TestAuthority("People", under: root)
        let read = try TrustedAuthority.read(pem: "Contoso\n" + root.own.pem + between.own.pem, at: Self.now)
        #expect(read.map(\.subject) == ["CN=Root,O=Contoso", "CN=People,O=Contoso"])
        #expect(read.map(\.isRoot) == [true, false])
        let person = try root.sign().pem
        #expect(throws: TrustedAuthority.Refused.notAnAuthority) {
            try TrustedAuthority.read(pem: root.own.pem + person, at: Self.now)
        }
        #expect(throws: TrustedAuthority.Refused.expired) {
            try TrustedAuthority.read(pem: root.own.pem, at: Self.start + .days(3651))
        }
        let key = "-----BEGIN PRIVATE KEY-----\nMC4=\n-----END PRIVATE KEY-----\n"
        let many = String(repeating: root.own.pem, count: 21)
        for text in ["", "nonsense", key + root.own.pem, many, String(repeating: "x", count: 200_000) + root.own.pem] {
            #expect(throws: TrustedAuthority.Refused.malformed) { try TrustedAuthority.read(pem: text, at: Self.now) }
        }
    }
}
