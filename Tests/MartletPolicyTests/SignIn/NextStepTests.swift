import MartletDirectory
import MartletPolicy
import Testing

@Suite struct `Next step` {
    private static let nothing = SignInProgress(
        hasName: true, mustChangePassword: false, showsRecoveryCodes: false, staysSignedIn: nil,
        asksStaySignedIn: false, needsConsent: false, gaveConsent: false)

    private func step(
        _ facts: SignInFacts, _ change: (inout SignInProgress) -> Void = { _ in }
    ) -> NextStep {
        var progress = Self.nothing
        change(&progress)
        return nextStep(progress, decide(facts, under: .defaultsOn))
    }

    @Test func `without a name it asks who, without a decision or a first factor it asks for the password`() {
        #expect(step(.example()) { $0.hasName = false } == .identify)
        #expect(nextStep(Self.nothing, nil) == .provePassword)
        #expect(step(.example { $0.proven = [] }) == .provePassword)
    }

    @Test func `a disabled account looks like any other until the password is proven (A089)`() {
        let facts = SignInFacts.example { $0.account = .disabled }
        var stranger = facts
        stranger.proven = []
        #expect(step(stranger) == .provePassword)
        #expect(step(facts) == .refuse(.accountDisabled))
    }

    @Test func `a registered person proves the second factor before a temporary password is replaced`() {
        let facts = SignInFacts.example()
        #expect(step(facts) { $0.mustChangePassword = true } == .proveSecondFactor)
        #expect(step(facts.proving(.totp)) { $0.mustChangePassword = true } == .changePassword)
    }

    @Test func `a new person chooses a password and then registers`() {
        let facts = SignInFacts.unregistered()
        #expect(step(facts) { $0.mustChangePassword = true } == .changePassword)
        #expect(step(facts) == .register(mayPutOffDays: 14))
        let over = SignInFacts.unregistered { $0.grace = .over }
        #expect(step(over) == .register(mayPutOffDays: nil))
    }

    @Test func `the questions come in order and then the end`() throws {
        let facts = SignInFacts.example().proving(.totp)
        var progress = Self.nothing
        progress.showsRecoveryCodes = true
        progress.asksStaySignedIn = true
        progress.needsConsent = true
        let decision = decide(facts, under: .defaultsOn)
        #expect(nextStep(progress, decision) == .showRecoveryCodes)
        progress.showsRecoveryCodes = false
        #expect(nextStep(progress, decision) == .askStaySignedIn)
        progress.staysSignedIn = false
        #expect(nextStep(progress, decision) == .askConsent)
        progress.gaveConsent = true
        #expect(nextStep(progress, decision) == .finish(try #require(decision.clearance)))
    }

    @Test(arguments: UInt64(0)..<50)
    func `nothing finishes without a clearance and nothing is skipped`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let decision = decide(.arbitrary(using: &generator), under: .defaultsOn)
            var progress = Self.nothing
            progress.hasName = generator.below(4) != 0
            progress.mustChangePassword = generator.below(3) == 0
            progress.needsConsent = generator.below(3) == 0
            progress.gaveConsent = generator.below(2) == 0
            guard case .finish(let clearance) = nextStep(progress, decision) else { continue }
            #expect(decision.outcome == .allow && decision.clearance == clearance)
            #expect(progress.hasName && !progress.mustChangePassword)
            #expect(!progress.needsConsent || progress.gaveConsent)
        }
    }
}
