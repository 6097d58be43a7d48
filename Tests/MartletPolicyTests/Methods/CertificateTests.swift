import MartletDirectory
import Testing

@testable import MartletPolicy

@Suite struct `What a certificate is worth, and whose it is` {
    private static let facts = CertificateFacts(
        thumbprint: "ab", subject: "CN=Mia", bindings: ["X509:<SKI>ab"], principalNames: ["mia@contoso.example"],
        mailAddresses: ["mia@mail.example"], issuer: "aa", policies: ["1.2.3"], notAfter: Timestamp(seconds: 9))

    private func settings(_ rules: String..., worth: CertificateWorth = .singleFactor) -> CertificateSettings {
        var settings = CertificateSettings()
        settings.worth = worth
        settings.rules = rules.compactMap { CertificateRule($0) }
        #expect(settings.rules.count == rules.count)
        return settings
    }

    @Test(arguments: [
        (["issuer:aa=multiFactor"], CertificateWorth.multiFactor),
        (["issuer:bb=multiFactor"], .singleFactor),
        (["policy:1.2.3=multiFactor"], .multiFactor),
        (["policy:1.2.4=multiFactor"], .singleFactor),
        (["issuer:aa=multiFactor", "policy:1.2.3=singleFactor"], .singleFactor),
        (["issuer:aa=singleFactor", "policy:1.2.3=multiFactor"], .multiFactor),
        (["policy:1.2.3=singleFactor", "issuer:aa+policy:1.2.3=multiFactor"], .multiFactor),
        (["policy:1.2.3=multiFactor", "issuer:bb+policy:1.2.3=singleFactor"], .multiFactor),
        (["policy:1.2.3=multiFactor", "policy:9.9=singleFactor"], .singleFactor),
    ])
    func `AS-4 the rule that says most wins, and of two that say as much the one that thinks less`(
        rules: [String], expected: CertificateWorth
    ) {
        var settings = CertificateSettings()
        settings.rules = rules.compactMap { CertificateRule($0) }
        #expect(settings.worth(issuer: "aa", policies: ["1.2.3", "9.9"]) == expected)
    }

    @Test func `without a rule the default counts`() {
        #expect(settings(worth: .multiFactor).method(issuer: "aa", policies: []) == .multiFactorCertificate)
        #expect(settings().method(issuer: "aa", policies: []) == .certificate)
        #expect(
            settings("policy:1.2.3=singleFactor", worth: .multiFactor).method(issuer: "aa", policies: ["1.2.3"])
                == .certificate)
    }

    @Test(arguments: [
        "", "=multiFactor", "issuer:=multiFactor", "issuer:xy=multiFactor", "issuer:abc=multiFactor",
        "policy:1=multiFactor",
        "policy:1.=multiFactor", "issuer:aa=two", "issuer:aa+issuer:bb=multiFactor", "aa=multiFactor",
        "issuer:aa=multiFactor=multiFactor",
    ])
    func `a text that is no rule is none`(text: String) {
        #expect(CertificateRule(text) == nil)
    }

    @Test func `what an administrator bound comes before every name`() {
        var settings = CertificateSettings()
        settings.nameRules = [.rfc822Name, .principalName]
        #expect(
            CertificateOwners.clues(in: Self.facts, under: settings) == [
                .bound(["X509:<SKI>ab"]), .named(["mia@mail.example"]), .named(["mia@contoso.example"]),
            ])
        settings.wantsStrongBinding = true
        #expect(CertificateOwners.clues(in: Self.facts, under: settings) == [.bound(["X509:<SKI>ab"])])
    }

    @Test func `a certificate of several people is nobody's`() throws {
        #expect(try CertificateOwners.only(among: []) == nil)
        #expect(try CertificateOwners.only(among: [ID("a"), ID("a")]) == ID("a"))
        #expect(throws: CertificateProblem.ambiguous) { try CertificateOwners.only(among: [ID("a"), ID("b")]) }
    }

    @Test(arguments: [
        ("X509:<SKI>AB:cd", "X509:<SKI>abcd"),
        ("X509:<I>CN=Root,O=Contoso<SR>01FF", "X509:<I>CN=Root,O=Contoso<SR>01ff"),
        ("X509:<SKI>", nil), ("X509:<SHA1-PUKEY>aabb", nil), ("X509:<SHA2-PUKEY>aabb", nil), ("mia", nil),
        ("X509:<I><SR>01", nil), ("X509:<I>CN=a<SR>01<SR>02", nil),
    ])
    func `bindings have one spelling, and none is by SHA-1`(text: String, expected: String?) {
        #expect(CertificateBinding.canonical(text) == expected)
    }

    @Test func `with a certificate of one factor the password is what comes next`() {
        var facts = SignInFacts.example()
        facts.registered = [.password, .certificate]
        facts.proven = .certificate
        facts.provenInThisFlow = .certificate
        var progress = SignInProgress(
            hasName: true, mustChangePassword: false, showsRecoveryCodes: false, staysSignedIn: nil,
            asksStaySignedIn: false, needsConsent: false, gaveConsent: false)
        let decision = decide(facts, under: .defaultsOn)
        #expect(decision.outcome == .needsSecondFactor)
        #expect(nextStep(progress, decision) == .proveSecondFactor)
        progress.owesPassword = true
        #expect(nextStep(progress, decision) == .provePassword)
    }
}
