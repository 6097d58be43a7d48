import MartletDirectory
import MartletPolicy
import Testing

/// Section 2.10: which methods there are, and for whom.
@Suite struct `Methods policy` {
    private let crew: ID<Group> = ID("00000000-0000-4000-8000-00000000000a")
    private let pilots: ID<Group> = ID("00000000-0000-4000-8000-00000000000b")

    @Test func `MP-1 who is excluded is, whoever includes them`() {
        var targets = MethodTargets()
        #expect(targets.include(memberOf: []) && !targets.looksAtGroups)
        targets.excludedGroups = [crew]
        #expect(!targets.include(memberOf: [crew, pilots]) && targets.include(memberOf: [pilots]))
        targets.includesEverybody = false
        targets.includedGroups = [crew, pilots]
        #expect(!targets.include(memberOf: [crew, pilots]) && targets.include(memberOf: [pilots]))
        #expect(!targets.include(memberOf: []) && targets.looksAtGroups)
    }

    @Test func `a password and recovery codes are no part of it`() {
        var policy = AuthenticationMethodsPolicy()
        let all = MethodSet(Method.allCases)
        // Nobody's certificate counts before an authority is trusted.
        #expect(AllowedMethods(policy, memberOf: []).methods.isDisjoint(with: .certificates))
        policy.certificates.isEnabled = true
        #expect(AllowedMethods(policy, memberOf: []).methods == all.subtracting(.passwordlessPush))
        // PH-1: what the Martlet Authenticator is good for.
        policy.authenticator.mode = .any
        #expect(AllowedMethods(policy, memberOf: []).methods == all)
        policy.authenticator.mode = .passwordless
        #expect(AllowedMethods(policy, memberOf: []).methods == all.subtracting(.push))
        policy.passkeys.isEnabled = false
        policy.authenticator.isEnabled = false
        policy.softwareOath.isEnabled = false
        policy.temporaryAccessPass.isEnabled = false
        policy.certificates.isEnabled = false
        let codes = AllowedMethods(policy, memberOf: [])
        #expect(codes.methods == [.password, .recoveryCode, .totp])
        #expect(codes.allowsHardwareCodes && !codes.allowsSoftwareCodes)
        policy.hardwareOath.isEnabled = false
        #expect(AllowedMethods(policy, memberOf: []).methods == [.password, .recoveryCode])
    }

    @Test func `every setting is read and written under its name`() throws {
        let names = MethodsPolicyField.all.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(Set(MethodsPolicyField.all.map(\.section)) == Set(MethodsPolicyField.sections))
        for field in MethodsPolicyField.all {
            var policy = AuthenticationMethodsPolicy()
            let before = field.text(in: policy)
            let other: String =
                switch field.kind {
                case .flag: before == "true" ? "false" : "true"
                case .number(let bounds): String(bounds.upperBound)
                case .word(let words): try #require(words.first { $0 != before })
                case .groups: crew.rawValue
                case .text: "Bridge crew"
                case .models: "EE882879-721C-4913-9775-3DFCCE97072A"
                case .words(let words): words.reversed().joined(separator: " ")
                case .certificateRules: "issuer:AB:12+policy:1.2.3=multiFactor"
                case .revocationLists: "0102=https://pki.example.org/people.crl"
                }
            #expect(field.write(other, to: &policy), "\(field.name)")
            #expect(field.text(in: policy) != before && policy != AuthenticationMethodsPolicy(), "\(field.name)")
            // Nothing else has changed.
            for another in MethodsPolicyField.all where another.name != field.name {
                #expect(another.text(in: policy) == another.text(in: AuthenticationMethodsPolicy()))
            }
            #expect(field.write(before, to: &policy) && policy == AuthenticationMethodsPolicy(), "\(field.name)")
            let kept = policy
            let nonsense = "nonsense!\u{7}" + String(repeating: "x", count: 200)
            #expect(!field.write(nonsense, to: &policy) && policy == kept, "\(field.name)")
        }
    }

    @Test func `bounds hold, and lists end somewhere`() throws {
        var policy = AuthenticationMethodsPolicy()
        let length = try #require(MethodsPolicyField.all.first { $0.name == "temporaryAccessPass.length" })
        for text in ["7", "49", "", "08x", "1e1", "99999999999999999999"] { #expect(!length.write(text, to: &policy)) }
        #expect(length.write("8", to: &policy) && length.write("48", to: &policy))
        let groups = try #require(MethodsPolicyField.all.first { $0.name == "passkeys.includedGroups" })
        let many = (0..<21).map { "00000000-0000-4000-8000-0000000000\(10 + $0)" }
        #expect(!groups.write(many.joined(separator: " "), to: &policy))
        #expect(groups.write(many.dropLast().joined(separator: "\n"), to: &policy))
    }

    @Test func `SD-25 what cannot be together is told`() {
        var policy = AuthenticationMethodsPolicy()
        #expect(MethodsPolicyProblem.all(in: policy, underDefaults: true).isEmpty)
        policy.temporaryAccessPass.minimumMinutes = 500
        #expect(
            MethodsPolicyProblem.all(in: policy, underDefaults: true) == [.minimumAboveMaximum, .defaultOutOfBounds])
        policy = AuthenticationMethodsPolicy()
        policy.passkeys.isEnabled = false
        policy.authenticator.isEnabled = false
        policy.softwareOath.isEnabled = false
        #expect(MethodsPolicyProblem.all(in: policy, underDefaults: true) == [.nothingForDefaults])
        #expect(MethodsPolicyProblem.all(in: policy, underDefaults: false).isEmpty)
        policy.campaign.isEnabled = true
        policy.firstRegistration = .pass
        policy.temporaryAccessPass.isEnabled = false
        #expect(MethodsPolicyProblem.all(in: policy, underDefaults: false) == [.passesNeeded, .campaignForNothing])
    }
}
