import MartletDirectory
import MartletPolicy
import Testing

/// The block list at the gate: whatever is proven, it is no second factor (PN-14).
@Suite struct `The block list at the gate` {
    private static func blocked(_ change: (inout SignInFacts) -> Void = { _ in }) -> SignInFacts {
        .example {
            $0.isMFABlocked = true
            change(&$0)
        }
    }

    @Test func `PN-14 whichever method is proven, what demands a second factor is refused with 500121`() throws {
        for method in Method.allCases where method != .password {
            var facts = Self.blocked { $0.registered = [.password, .totp, MethodSet(method)] }
            facts = facts.proving(MethodSet(method))
            let decision = decide(facts, under: .defaultsOn)
            #expect(decision.outcome == .deny(.mfaBlocked), "\(method)")
            #expect(decision.results.contains { $0.reasons.contains(.mfaBlocked) })
            facts.isMFABlocked = false
            #expect(decide(facts, under: .defaultsOn).clearance != nil, "\(method)")
        }
        #expect(Denial.mfaBlocked.errorCode == 500121)
    }

    @Test func `PN-14 nobody on the list registers, has a grace or lives on what a browser remembers`() {
        let newcomer = Self.blocked { $0.registered = .password }
        #expect(decide(newcomer, under: .defaultsOn).outcome == .deny(.mfaBlocked))
        let graced = Self.blocked {
            $0.registered = .password
            $0.skippedRegistration = true
        }
        #expect(decide(graced, under: .defaultsOn).outcome == .deny(.mfaBlocked))
        let remembered = Self.blocked { $0.remembersSecondFactor = true }
        #expect(decide(remembered, under: .defaultsOn).outcome == .deny(.mfaBlocked))
        #expect(decide(.example { $0.remembersSecondFactor = true }, under: .defaultsOn).clearance != nil)
    }

    @Test func `PN-14 an older session's second factor opens nothing that wants one, at no door`() {
        for door in Door.allCases where door.carriesSecondFactor {
            let facts = Self.blocked {
                $0.door = door
                $0.proven = [.password, .totp]
                $0.reliance = .live
                $0.isManagementSurface = true
            }
            #expect(decide(facts, under: .defaultsOff).outcome == .deny(.mfaBlocked), "\(door)")
        }
    }

    @Test func `PN-14 where nothing more is demanded the password opens as before, and no more than it`() {
        let decision = decide(Self.blocked().proving(.totp), under: .defaultsOff)
        #expect(decision.clearance?.assurance == .singleFactor)
        #expect(decision.clearance?.basis == .noPolicyDemandsMore)
    }

    @Test func `PN-14 nobody replaces a temporary password past a second factor that does not count`() {
        var progress = SignInProgress(
            hasName: true, mustChangePassword: true, showsRecoveryCodes: false, staysSignedIn: nil,
            asksStaySignedIn: false, needsConsent: false, gaveConsent: false)
        progress.owesSecondFactor = true
        let decision = decide(Self.blocked(), under: .defaultsOff)
        #expect(nextStep(progress, decision) == .proveSecondFactor)
        progress.isMFABlocked = true
        #expect(nextStep(progress, decision) == .refuse(.mfaBlocked))
    }
}
