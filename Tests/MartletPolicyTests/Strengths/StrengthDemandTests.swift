import MartletDirectory
import MartletPolicy
import Testing

/// What methods amount to before a strength, said a second time: by words and sets instead of bits.
@Suite struct `What a strength asks of somebody` {
    private static let models = ["a", "b"].map { String(repeating: $0, count: 32) }
    private static let keys = AuthenticationStrength(
        id: ID("keys"), displayName: "Keys of one model", combinations: [MethodCombination(.fido2)],
        passkeyModels: [models[0]])
    private static let tokens = AuthenticationStrength(
        id: ID("tokens"), displayName: "Tokens", combinations: [MethodCombination([.password, .hardwareOath])])
    private static let cards = AuthenticationStrength(
        id: ID("cards"), displayName: "Cards of one authority",
        combinations: [MethodCombination([.password, .x509CertificateSingleFactor])],
        certificates: CertificateLimit(
            issuers: ["aa"], policies: ["1.2.3"], combinations: ["password,x509CertificateSingleFactor"]))
    private static let anyCard = AuthenticationStrength(
        id: ID("any-card"), displayName: "Any card",
        combinations: [MethodCombination([.password, .x509CertificateSingleFactor])])
    private static let any = AuthenticationStrength(
        id: ID("any"), displayName: "Any", combinations: [MethodCombination(.password)])
    private static let demands: [[AuthenticationStrength]] =
        AuthenticationStrength.builtIn.map { [$0] } + [[keys], [tokens], [any], [tokens, .phishingResistant]]
    private static let cardDemands: [[AuthenticationStrength]] = [[cards], [anyCard, cards], [keys, cards]]
    private static let methods: [Method] = [
        .password, .totp, .passkey, .push, .passwordlessPush, .temporaryAccessPass,
    ]
    private static let sets = sets(of: methods)
    private static let cardSets = sets(of: [.password, .totp, .passkey, .certificate])

    private static func sets(of methods: [Method]) -> [MethodSet] {
        (0..<1 << methods.count).map { bits in
            MethodSet(methods.indices.filter { bits & 1 << $0 != 0 }.map { methods[$0] })
        }
    }

    /// The words of what is proven, one for each mode and one for each model of a passkey.
    private static func words(_ methods: MethodSet, _ kinds: MethodKinds) -> Set<String> {
        var words: Set<String> = []
        for method in methods.methods {
            switch method {
            case .password: words.insert("password")
            case .totp: words.formUnion(kinds.codes.words)
            case .passkey: words.formUnion(["fido2"] + kinds.passkeyModels)
            case .push: words.insert("microsoftAuthenticatorPush")
            case .passwordlessPush: words.formUnion(["microsoftAuthenticatorPush", "deviceBasedPush"])
            case .temporaryAccessPass:
                words.insert("temporaryAccessPass" + (kinds.passIsOneTime ? "OneTime" : "MultiUse"))
            case .certificate:
                words.insert("x509CertificateSingleFactor")
                for kind in kinds.certificates where kind.mode.words == ["x509CertificateSingleFactor"] {
                    for policy in kind.policies { words.insert("\(kind.issuer) \(policy)") }
                }
            default: break
            }
        }
        return words
    }

    private static func isMet(_ strength: AuthenticationStrength, by words: Set<String>) -> Bool {
        strength.combinations.contains { combination in
            let parts = combination.name.split(separator: ",").map(String.init)
            guard words.isSuperset(of: parts) else { return false }
            // One authority and one policy: the certificate that counts has a word of its own.
            if parts.contains("x509CertificateSingleFactor"), let limit = strength.certificates {
                return words.contains("\(limit.issuers[0]) \(limit.policies[0])")
            }
            guard parts.contains("fido2"), !strength.passkeyModels.isEmpty else { return true }
            return !words.isDisjoint(with: strength.passkeyModels)
        }
    }

    @Test func `AS-7 AS-9 AS-15 the verdict is that of the words, for every set of methods`() {
        var counts: [StrengthVerdict: Int] = [:]
        let cases = Self.demands.map { ($0, Self.sets) } + Self.cardDemands.map { ($0, Self.cardSets) }
        for (strengths, sets) in cases {
            for registered in sets {
                for proven in sets {
                    for (index, kinds) in Self.kinds.enumerated() {
                        let registrable: MethodSet = index == 0 ? [.passkey, .totp] : []
                        let demand = StrengthDemand(
                            strengths, registered: registered, having: kinds, proven: proven, by: kinds,
                            registrable: registrable)
                        let valid = MethodSet(Set(proven.methods).intersection(registered.methods))
                        let expected = Self.verdict(
                            strengths, proven: Self.words(valid, kinds), usable: Self.words(registered, kinds),
                            canRegister: index == 0)
                        if demand.verdict != expected {
                            Issue.record("\(strengths.map(\.displayName)) \(registered) \(proven): \(demand.verdict)")
                        }
                        counts[demand.verdict, default: 0] += 1
                        Self.leads(demand, registered: registered, proven: valid, kinds: kinds, strengths)
                    }
                }
            }
        }
        #expect(StrengthVerdict.allCases.allSatisfy { counts[$0, default: 0] > 0 }, "\(counts)")
    }

    private static let kinds = [
        MethodKinds(codes: .softwareOath, passkeyModels: [models[1]], certificates: [card("aa", "1.2.3")]),
        MethodKinds(
            codes: [.softwareOath, .hardwareOath], passIsOneTime: true, passkeyModels: [models[0]],
            certificates: [card("aa", "9.9"), card("bb", "1.2.3"), card("aa", "1.2.3", .multiFactorCertificate)]),
        MethodKinds(codes: .softwareOath, passkeyModels: [models[1]]),
    ]

    private static func card(_ issuer: String, _ policy: String, _ method: Method = .certificate) -> CertificateKind {
        CertificateKind(method, issuer: issuer, policies: [policy])
    }

    private static func verdict(
        _ strengths: [AuthenticationStrength], proven: Set<String>, usable: Set<String>, canRegister: Bool
    ) -> StrengthVerdict {
        let reachable = proven.union(usable)
        var afterwards = reachable
        if canRegister { afterwards.formUnion(["fido2", "softwareOath"] + models) }
        if strengths.allSatisfy({ isMet($0, by: proven) }) { return .satisfied }
        if strengths.allSatisfy({ isMet($0, by: reachable) }) { return .singleChallengeRequired }
        if strengths.allSatisfy({ isMet($0, by: afterwards) }) { return .singleRegistrationRequired }
        let missing = strengths.filter { !isMet($0, by: afterwards) }
        let isModelAlone = missing.allSatisfy { isMet($0, by: afterwards.union(models + ["aa 1.2.3"])) }
        return isModelAlone ? .cannotSatisfyDueToCombinationConfiguration : .cannotSatisfy
    }

    /// T6: where a proof is asked for, there is one to choose, and with all of them the strengths are met.
    private static func leads(
        _ demand: StrengthDemand, registered: MethodSet, proven: MethodSet, kinds: MethodKinds,
        _ strengths: [AuthenticationStrength]
    ) {
        switch demand.verdict {
        case .singleChallengeRequired:
            let leading = demand.leading
            let isEmpty = leading.methods.isEmpty
            let isTheirs = Set(leading.methods).isSubset(of: registered.methods)
            let after = StrengthDemand(
                strengths, registered: registered, having: kinds,
                proven: MethodSet(proven.methods + leading.methods), by: kinds, registrable: [])
            if isEmpty || !isTheirs || after.verdict != .satisfied {
                Issue.record("\(strengths.map(\.displayName)) \(registered) \(proven): \(leading)")
            }
            if leading.contains(.password), !demand.needsPassword { Issue.record("the password is not needed") }
        case .singleRegistrationRequired:
            if demand.worthRegistering.methods.isEmpty { Issue.record("nothing to register") }
        default: break
        }
    }

    @Test func `AS-7 a proof of what is not registered, or not any more, is worth nothing`() {
        let kinds = MethodKinds(passkeyModels: [Self.models[0]])
        let demand = StrengthDemand(
            [.phishingResistant], registered: .password, having: kinds, proven: [.password, .passkey], by: kinds,
            registrable: [])
        #expect(demand.verdict == .cannotSatisfy)
    }

    @Test func `AS-14 a passkey of the wrong model is asked for again, if there is one of the right`() {
        let proven = MethodKinds(passkeyModels: [Self.models[1]])
        let both = MethodKinds(passkeyModels: Set(Self.models))
        let demand = StrengthDemand(
            [Self.keys], registered: .passkey, having: both, proven: .passkey, by: proven, registrable: [])
        #expect(demand.verdict == .singleChallengeRequired && demand.leading == .passkey)
        #expect(demand.passkeyModels == [Self.models[0]])
    }

    @Test func `a strength that there is not any more is met by nobody`() {
        let custom = CustomStrengths()
        let id = ID<CustomStrength>("33333333-3333-4333-8333-333333333333")
        let everything = MethodSet(Method.allCases)
        let demand = StrengthDemand(
            [.demanded(id, among: custom)], registered: everything, having: MethodKinds(), proven: everything,
            by: MethodKinds(), registrable: everything)
        #expect(demand.verdict == .cannotSatisfy)
        #expect(AuthenticationStrength.find(ID("00000000-0000-0000-0000-000000000004"), among: custom) != nil)
    }
}
