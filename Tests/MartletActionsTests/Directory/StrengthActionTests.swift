import MartletActions
import MartletDirectory
import MartletPolicy
import MartletStore
import Testing

/// AS-2, AS-3: strengths of an organisation's own, and PU-1, PU-5: the state of one person.
@Suite struct `Strengths of one's own, and names` {
    private let keys = SaveStrength.Wish(
        displayName: "Keys", combinations: ["password,softwareOath", "fido2"],
        passkeyModels: ["AAAAAAAA-bbbb-cccc-dddd-eeeeeeeeeeee"])

    @Test func `a strength is added, found, changed and deleted, and each is recorded`() async throws {
        let it = try await Organization()
        let made = try await SaveStrength(it.tools)(keys, by: it.operator)
        #expect(made.combinations == ["fido2", "password,softwareOath"])
        #expect(made.passkeyModels == ["aaaaaaaabbbbccccddddeeeeeeeeeeee"])
        #expect(try await FindStrength(it.tools)("keys", by: it.operator)?.id.rawValue == made.id.rawValue)
        #expect(try await FindStrength(it.tools)("phishing-resistant", by: it.operator) == .phishingResistant)
        it.clock.advance(.minutes(1))
        var wish = keys
        wish.combinations = ["fido2"]
        let changed = try await SaveStrength(it.tools)(wish, replacing: made.id, by: it.operator)
        #expect(changed.createdAt == made.createdAt && changed.changedAt > made.changedAt)
        #expect(try await ListStrengths(it.tools)(by: it.operator).map(\.strength.displayName).last == "Keys")
        try await DeleteStrength(it.tools)(made.id, by: it.operator)
        #expect(try await ListStrengths(it.tools)(by: it.operator).count == 3)
    }

    @Test func `AS-3 there are fifteen at most, each with a name of its own`() async throws {
        let it = try await Organization()
        for number in 1...15 {
            var wish = keys
            wish.displayName = "Keys \(number)"
            try await SaveStrength(it.tools)(wish, by: it.operator)
        }
        await #expect(throws: ActionError.invalid([FieldProblem("strengths", .notAllowed)])) {
            _ = try await SaveStrength(it.tools)(keys, by: it.operator)
        }
        var taken = keys
        taken.displayName = "keys 3"
        let first = try #require(try await ListStrengths(it.tools)(by: it.operator).first { $0.custom != nil }?.custom)
        let wish = taken
        await #expect(throws: ActionError.invalid([FieldProblem("displayName", .taken)])) {
            _ = try await SaveStrength(it.tools)(wish, replacing: first.id, by: it.operator)
        }
    }

    @Test(arguments: [
        (["sms"], [], "combinations"), ([], [], "combinations"), (["fido2"], ["xyz"], "passkeyModels"),
        (["password,softwareOath"], [String(repeating: "a", count: 32)], "passkeyModels"),
    ])
    func `what a strength cannot be is refused by its field`(row: ([String], [String], String)) async throws {
        let it = try await Organization()
        let wish = SaveStrength.Wish(displayName: "X", combinations: row.0, passkeyModels: row.1)
        do {
            _ = try await SaveStrength(it.tools)(wish, by: it.operator)
            Issue.record("it was taken")
        } catch ActionError.invalid(let problems) {
            #expect(problems.map(\.field) == [row.2])
        }
    }

    @Test func `AS-4 certificates are limited by five authorities and five policies at most`() async throws {
        let it = try await Organization()
        var wish = SaveStrength.Wish(
            displayName: "Cards", combinations: ["x509CertificateMultiFactor", "password,x509CertificateSingleFactor"])
        wish.certificates = CertificateLimit(issuers: ["AB:CD", "abcd", "0102"], policies: ["1.2.3"])
        let made = try await SaveStrength(it.tools)(wish, by: it.operator)
        let all = ["x509CertificateMultiFactor", "password,x509CertificateSingleFactor"]
        #expect(made.certificates?.issuers == ["0102", "abcd"] && made.certificates?.policies == ["1.2.3"])
        let kept = try await ListStrengths(it.tools)(by: it.operator).first { $0.custom?.id == made.id }
        #expect(kept?.custom == made && kept?.strength.certificates == made.certificates)
        #expect(Set(kept?.strength.limitedCombinations.map(\.name) ?? []) == Set(all))
        let five = (1...5).map { "0\($0)" }
        let (issuers, policies) = ("certificateIssuers", "certificatePolicies")
        let (places, model) = ("certificateCombinations", CertificateLimit(issuers: ["ab"], combinations: ["fido2"]))
        let rows: [(CertificateLimit, String?)] = [
            (CertificateLimit(issuers: five, policies: (1...5).map { "1.2.\($0)" }), nil),
            (CertificateLimit(issuers: five + ["06"]), issuers), (CertificateLimit(issuers: ["xyz"]), issuers),
            (CertificateLimit(policies: (1...6).map { "1.2.\($0)" }), policies),
            (CertificateLimit(policies: ["1.2.x"]), policies), (CertificateLimit(policies: ["1"]), policies),
            (model, places), (CertificateLimit(combinations: [all[0]]), places), (CertificateLimit(), nil),
            (CertificateLimit(issuers: ["ab"], combinations: [all[1]]), nil),
        ]
        for (limit, field) in rows {
            var asked = wish
            asked.certificates = limit
            do {
                let saved = try await SaveStrength(it.tools)(asked, replacing: made.id, by: it.operator)
                #expect(field == nil, "\(limit) was taken")
                #expect((saved.certificates == nil) == (limit == CertificateLimit()))
            } catch ActionError.invalid(let problems) {
                #expect(problems.map(\.field) == [field], "\(limit)")
            }
        }
        // A limit of certificates where there are none.
        var keys = keys
        keys.certificates = CertificateLimit(issuers: ["ab"])
        let asked = keys
        await #expect(throws: ActionError.invalid([FieldProblem(places, .notAllowed)])) {
            _ = try await SaveStrength(it.tools)(asked, by: it.operator)
        }
    }

    @Test func `AS-4 a limit for every combination holds in one that is added later`() async throws {
        let it = try await Organization()
        var wish = SaveStrength.Wish(
            displayName: "Cards", combinations: ["x509CertificateMultiFactor"],
            certificates: CertificateLimit(issuers: ["abcd"]))
        let made = try await SaveStrength(it.tools)(wish, by: it.operator)
        wish.combinations.append("password,x509CertificateSingleFactor")
        for (limit, count) in [
            (made.certificates, 2),
            (CertificateLimit(issuers: ["abcd"], combinations: wish.combinations.dropLast()), 1),
        ] {
            wish.certificates = try #require(limit)
            let asked = wish
            try await SaveStrength(it.tools)(asked, replacing: made.id, by: it.operator)
            let lines = try await ListStrengths(it.tools)(by: it.operator)
            let strength = try #require(lines.first { $0.custom?.id == made.id }?.strength)
            #expect(strength.limitedCombinations.count == count)
            let card = CertificateKind(.certificate, issuer: "cc", policies: [])
            let proven = ProvenModes([.password, .x509CertificateSingleFactor], certificates: [card])
            // Only who names the combinations leaves a later one without a limit.
            #expect(strength.isSatisfied(by: proven) == (count == 1))
        }
    }

    @Test func `policy administrators may change strengths, and nobody who only reads them`() async throws {
        let it = try await Organization()
        for role in [DirectoryRole.authenticationPolicyAdministrator, .conditionalAccessAdministrator] {
            let user = try await it.add("p\(role.id.rawValue.prefix(4))", role: role, registered: true)
            var wish = keys
            wish.displayName = role.displayName
            let asked = wish
            let caller = try await it.caller(user)
            _ = try await SaveStrength(it.tools)(asked, by: caller)
        }
        let reader = try await it.caller(try await it.add("reader", role: .securityReader, registered: true))
        await #expect(throws: ActionError.self) { _ = try await SaveStrength(it.tools)(keys, by: reader) }
        #expect(try await ListStrengths(it.tools)(by: reader).count == 5)
    }

    @Test func `PU-1 PU-5 an administrator sets any state, and it is recorded`() async throws {
        let it = try await Organization()
        let ada = try await it.add("zoe")
        for state in [User.PerUserMFA.enabled, .enforced, .disabled] {
            try await SetPerUserMFA(it.tools)(ada.id, state, by: it.operator)
            #expect(try await it.tools.store.read { try $0.users.find(ada.id, in: it.tenant.id) }?.perUserMFA == state)
        }
        let helper = try await it.caller(try await it.add("h", role: .helpdeskAdministrator, registered: true))
        await #expect(throws: ActionError.self) { try await SetPerUserMFA(it.tools)(ada.id, .enabled, by: helper) }
    }
}
