import MartletDirectory
import MartletPolicy
import Testing

/// The rules that bind with the defaults on or off.
@Suite struct `House rules` {
    @Test(arguments: [true, false], Door.allCases)
    func `a bad account or an ended session is refused at every door`(defaultsAreOn: Bool, door: Door) {
        let policies = defaultsAreOn ? PolicySet.defaultsOn : .defaultsOff
        let good = SignInFacts.example { $0.door = door }.proving(.totp)
        let cases: [(Denial, (inout SignInFacts) -> Void)] = [
            (.accountDisabled, { $0.account = .disabled }), (.accountDeleted, { $0.account = .deleted }),
            (.accountLocked, { $0.account = .locked }), (.sessionEnded, { $0.reliance = .ended }),
        ]
        for (denial, change) in cases {
            var facts = good
            change(&facts)
            let decision = decide(facts, under: policies)
            #expect(decision.outcome == .deny(denial))
            #expect(decision.clearance == nil)
            #expect(decision.results.count == 1)
        }
    }

    struct Proof: Sendable {
        let registered: MethodSet
        let proven: MethodSet
        let expected: SignInDecision.Outcome
    }

    static let proofs: [Proof] = [
        Proof(registered: [.password, .totp], proven: [], expected: .needsFirstFactor),
        Proof(registered: [.password, .totp], proven: .totp, expected: .needsFirstFactor),
        Proof(registered: [.password, .totp, .recoveryCode], proven: .recoveryCode, expected: .needsFirstFactor),
        Proof(registered: [.password, .totp], proven: .password, expected: .needsSecondFactor),
        Proof(registered: [.password, .totp], proven: [.password, .totp], expected: .allow),
        Proof(registered: [.password, .totp, .recoveryCode], proven: [.password, .recoveryCode], expected: .allow),
        Proof(
            registered: [.password, .recoveryCode], proven: [.password, .recoveryCode],
            expected: .needsRegistration(mayPutOffDays: nil)),
        Proof(registered: [.password, .push], proven: [.password, .push], expected: .allow),
        Proof(registered: [.password, .push], proven: .push, expected: .needsSecondFactor),
        // PH-1: with the phone's PIN it is two factors; that a phone is registered for it makes no plain yes one.
        Proof(registered: .passwordlessPush, proven: .passwordlessPush, expected: .allow),
        Proof(registered: [.push, .passwordlessPush], proven: .push, expected: .needsSecondFactor),
        Proof(registered: .push, proven: .passwordlessPush, expected: .needsFirstFactor),
        Proof(registered: [.passkey], proven: .passkey, expected: .allow),
        Proof(registered: [.password, .temporaryAccessPass], proven: .temporaryAccessPass, expected: .allow),
        Proof(registered: .password, proven: [.password, .totp], expected: .needsRegistration(mayPutOffDays: nil)),
        Proof(registered: [.password, .totp], proven: [.password, .passkey], expected: .needsSecondFactor),
    ]

    @Test(arguments: proofs)
    func `at a management surface each proof is worth what it is`(proof: Proof) {
        let facts = SignInFacts.example {
            $0.door = .adminCenter
            $0.registered = proof.registered
            $0.proven = proof.proven
            $0.provenInThisFlow = proof.proven
        }
        #expect(decide(facts, under: .defaultsOff).outcome == proof.expected)
    }

    @Test func `nobody puts registration off before a management surface`() {
        let facts = SignInFacts.unregistered {
            $0.isManagementSurface = true
            $0.skippedRegistration = true
        }
        for policies in [PolicySet.defaultsOn, .defaultsOff] {
            #expect(decide(facts, under: policies).outcome == .needsRegistration(mayPutOffDays: nil))
        }
    }

    @Test func `with the defaults off one factor opens an ordinary app and two are remembered as two`() {
        let one = decide(.example(), under: .defaultsOff)
        #expect(one.clearance?.basis == .noPolicyDemandsMore)
        #expect(one.clearance?.assurance.acr == "1fa")
        #expect(one.results.isEmpty)
        let two = decide(SignInFacts.example().proving(.totp), under: .defaultsOff)
        #expect(two.clearance?.basis == .secondFactor)
        #expect(two.clearance?.assurance.acr == "mfa")
    }

    @Test func `the password grant passes without the defaults where nothing demands more (D8)`() {
        let facts = SignInFacts.example { $0.door = .passwordGrant }
        #expect(decide(facts, under: .defaultsOff).outcome == .allow)
        #expect(decide(facts, under: .defaultsOn).outcome == .deny(.blockedBySecurityDefaults))
    }

    @Test func `A021 what the app asks for is proven or refused`() {
        var facts = SignInFacts.example { $0.requestedAssurance = .multiFactor }
        #expect(decide(facts, under: .defaultsOff).outcome == .needsSecondFactor)
        #expect(decide(facts.proving(.totp), under: .defaultsOff).outcome == .allow)
        facts.requestedAssurance = .phishingResistant
        #expect(decide(facts.proving(.totp), under: .defaultsOff).outcome == .deny(.assuranceNotPossible))
        facts.registered.insert(.passkey)
        #expect(decide(facts.proving(.totp), under: .defaultsOff).outcome == .needsSecondFactor)
        #expect(decide(facts.proving(.passkey), under: .defaultsOff).outcome == .allow)
    }

    @Test func `A021 asking for less than policy changes nothing`() {
        let facts = SignInFacts.example { $0.roles = .administrator }
        #expect(decide(facts, under: .defaultsOn).outcome == .needsSecondFactor)
    }
}
