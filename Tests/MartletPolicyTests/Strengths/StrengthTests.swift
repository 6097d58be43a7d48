import MartletDirectory
import MartletPolicy
import Testing

/// Section 2.9: combinations, the three built in, and what custom ones may be.
@Suite struct `Authentication strengths` {
    /// Every set of proofs that the methods make.
    private static let everything: [ProvenModes] = (UInt16(0)..<1 << Method.allCases.count).flatMap { bits in
        [false, true].flatMap { hardware in
            [false, true].map { once in
                ProvenModes(MethodSet(rawValue: bits), hasHardwareCode: hardware, passIsOneTime: once)
            }
        }
    }

    /// Table 2.9, row by row: the combination and one letter a column.
    @Test(arguments: [
        ("fido2", "YYY"), ("x509CertificateMultiFactor", "YYY"), ("deviceBasedPush", "YY-"),
        ("temporaryAccessPassOneTime", "Y--"), ("temporaryAccessPassMultiUse", "Y--"),
        ("password,microsoftAuthenticatorPush", "Y--"), ("password,softwareOath", "Y--"),
        ("password,hardwareOath", "Y--"), ("federatedMultiFactor", "Y--"),
        ("microsoftAuthenticatorPush,federatedSingleFactor", "Y--"), ("softwareOath,federatedSingleFactor", "Y--"),
        ("hardwareOath,federatedSingleFactor", "Y--"), ("password", "---"), ("x509CertificateSingleFactor", "---"),
        ("federatedSingleFactor", "---"),
    ])
    func `the three that are built in are those of the table`(row: (String, String)) throws {
        let combination = try #require(MethodCombination(name: row.0))
        for (strength, letter) in zip(AuthenticationStrength.builtIn, row.1) {
            #expect(strength.combinations.contains(combination) == (letter == "Y"), "\(strength.displayName)")
            #expect(strength.isSatisfied(by: ProvenModes(combination.modes)) == (letter == "Y"))
        }
        #expect(combination.isMultiFactor == row.1.hasPrefix("Y"))
    }

    @Test func `each is stricter than the one before`() {
        let (mfa, passwordless, resistant) = (
            AuthenticationStrength.multiFactor, AuthenticationStrength.passwordless,
            AuthenticationStrength.phishingResistant
        )
        for proven in Self.everything {
            #expect(!resistant.isSatisfied(by: proven) || passwordless.isSatisfied(by: proven))
            #expect(!passwordless.isSatisfied(by: proven) || mfa.isSatisfied(by: proven))
        }
        #expect(AuthenticationStrength.builtIn.allSatisfy { $0.isBuiltIn && $0.demandsMultiFactor })
        #expect(mfa.id == ID("00000000-0000-0000-0000-000000000002"))
    }

    @Test func `AS-8 more proofs never take a strength away`() {
        for strength in AuthenticationStrength.builtIn {
            for proven in Self.everything where strength.isSatisfied(by: proven) {
                for more in Self.everything {
                    let both = ProvenModes(proven.modes.union(more.modes))
                    #expect(strength.isSatisfied(by: both))
                }
            }
        }
    }

    @Test func `nothing, a recovery code, and one code alone satisfy none`() {
        let alone: [MethodSet] = [
            [], .recoveryCode, .totp, .password, [.password, .recoveryCode], [.totp, .recoveryCode],
        ]
        for methods in alone {
            for strength in AuthenticationStrength.builtIn {
                #expect(!strength.isSatisfied(by: ProvenModes(methods)), "\(methods)")
            }
        }
        #expect(AuthenticationStrength.multiFactor.isSatisfied(by: ProvenModes([.password, .totp])))
        #expect(AuthenticationStrength.passwordless.isSatisfied(by: ProvenModes(.passwordlessPush)))
        #expect(!AuthenticationStrength.passwordless.isSatisfied(by: ProvenModes(.push)))
        #expect(!AuthenticationStrength.passwordless.isSatisfied(by: ProvenModes([.password, .push])))
    }

    @Test func `AS-4 a custom one may ask for models of passkeys, and for nothing else of them`() {
        let model = String(repeating: "a", count: 32)
        let custom = AuthenticationStrength(
            id: ID("custom"), displayName: "Keys", combinations: [MethodCombination(.fido2)], passkeyModels: [model])
        #expect(!custom.isBuiltIn && custom.demandsMultiFactor)
        #expect(!custom.isSatisfied(by: ProvenModes(.fido2)))
        #expect(!custom.isSatisfied(by: ProvenModes(.fido2, passkeyModels: ["b"])))
        #expect(custom.isSatisfied(by: ProvenModes(.fido2, passkeyModels: ["b", model])))
        let weak = AuthenticationStrength(
            id: ID("weak"), displayName: "Any", combinations: [MethodCombination(.password)])
        #expect(!weak.demandsMultiFactor && weak.isSatisfied(by: ProvenModes(.password)))
    }

    private static let limited = AuthenticationStrength(
        id: ID("cards"), displayName: "Cards",
        combinations: [
            MethodCombination(.x509CertificateMultiFactor),
            MethodCombination([.password, .x509CertificateSingleFactor]),
        ],
        certificates: CertificateLimit(
            issuers: ["aa", "bb"], policies: ["1.2.3", "1.2.4"], combinations: ["x509CertificateMultiFactor"]))

    @Test(arguments: [
        ("aa", ["1.2.3"], true), ("bb", ["1.2.4", "9.9"], true), ("aa", ["9.9"], false), ("aa", [], false),
        ("cc", ["1.2.3"], false), ("", [], false),
    ])
    func `AS-4 a certificate must fit the authorities and the policies, where both are given`(
        issuer: String, policies: [String], fits: Bool
    ) {
        let kind = CertificateKind(.multiFactorCertificate, issuer: issuer, policies: Set(policies))
        let proven = ProvenModes(.x509CertificateMultiFactor, certificates: [kind])
        #expect(Self.limited.isSatisfied(by: proven) == fits)
        var (one, other) = (Self.limited, Self.limited)
        one.certificates?.policies = []
        other.certificates?.issuers = []
        #expect(one.isSatisfied(by: proven) == ["aa", "bb"].contains(issuer))
        #expect(other.isSatisfied(by: proven) == !Set(policies).isDisjoint(with: ["1.2.3", "1.2.4"]))
    }

    @Test func `AS-4 a limit holds in the combinations that it is for, and of certificates of their weight`() {
        let limited = Self.limited
        let good = CertificateKind(.multiFactorCertificate, issuer: "aa", policies: ["1.2.3"])
        let bad = CertificateKind(.multiFactorCertificate, issuer: "cc", policies: [])
        let weak = CertificateKind(.certificate, issuer: "aa", policies: ["1.2.3"])
        let strong = AuthenticationModes.x509CertificateMultiFactor
        // Nothing is known of it: a proof of before, or an authority that is gone.
        #expect(!limited.isSatisfied(by: ProvenModes(strong)))
        #expect(limited.isSatisfied(by: ProvenModes(strong, certificates: [bad, good])))
        // One that fits and one of the weight are not one that is both.
        #expect(
            !limited.isSatisfied(by: ProvenModes([strong, .x509CertificateSingleFactor], certificates: [bad, weak])))
        #expect(limited.isSatisfied(by: ProvenModes([.password, .x509CertificateSingleFactor])))
        let usable = ProvenModes(strong, certificates: [bad])
        #expect(
            limited.judge(proven: usable, usable: usable, registrable: [])
                == .cannotSatisfyDueToCombinationConfiguration)
        let both = ProvenModes(strong, certificates: [bad, good])
        #expect(limited.judge(proven: usable, usable: both, registrable: []) == .singleChallengeRequired)
        #expect(limited.judge(proven: both, usable: both, registrable: []) == .satisfied)
    }

    @Test func `AS-4 a limit that names no combination holds in every one with a certificate`() {
        var limited = Self.limited
        let card = ProvenModes(
            [.password, .x509CertificateSingleFactor],
            certificates: [CertificateKind(.certificate, issuer: "cc", policies: ["1.2.3"])])
        #expect(
            limited.isSatisfied(by: card) && limited.limitedCombinations.map(\.name) == ["x509CertificateMultiFactor"])
        limited.certificates?.combinations = []
        #expect(!limited.isSatisfied(by: card) && limited.limitedCombinations == limited.combinations)
        let good = CertificateKind(.certificate, issuer: "aa", policies: ["1.2.3"])
        #expect(limited.isSatisfied(by: ProvenModes([.password, .x509CertificateSingleFactor], certificates: [good])))
    }

    @Test func `AS-10 AS-15 what is missing is proven, registered, or cannot be`() {
        let strength = AuthenticationStrength.phishingResistant
        let (password, key) = (ProvenModes(.password), ProvenModes(.fido2))
        #expect(strength.judge(proven: key, usable: key, registrable: []) == .satisfied)
        #expect(strength.judge(proven: password, usable: key, registrable: []) == .singleChallengeRequired)
        #expect(
            strength.judge(proven: password, usable: password, registrable: [.fido2]) == .singleRegistrationRequired)
        #expect(strength.judge(proven: password, usable: password, registrable: [.softwareOath]) == .cannotSatisfy)
        let custom = AuthenticationStrength(
            id: ID("custom"), displayName: "Keys", combinations: [MethodCombination(.fido2)], passkeyModels: ["a"])
        #expect(
            custom.judge(proven: password, usable: ProvenModes(.fido2, passkeyModels: ["b"]), registrable: [])
                == .cannotSatisfyDueToCombinationConfiguration)
    }

    @Test(arguments: ["", "password,", "sms", "password,voice", "password,fido2", "softwareOath", "PASSWORD"])
    func `a combination that there is not is none`(name: String) {
        #expect(MethodCombination(name: name) == nil)
    }

    @Test func `every combination has a name by which it is found again`() {
        for combination in MethodCombination.all { #expect(MethodCombination(name: combination.name) == combination) }
    }
}
