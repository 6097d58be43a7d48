import MartletDirectory
import MartletPolicy
import Testing

/// The rows T1…T17 and T22…T24 of sign-in-and-policy section 1.14 that the decision answers; the rest are rules of
/// switching, which belong to the actions.
@Suite struct `Security defaults` {
    private let start = Timestamp(seconds: 1_800_000_000)

    private func outcome(_ facts: SignInFacts) -> SignInDecision.Outcome {
        decide(facts, under: .defaultsOn).outcome
    }

    private func grace(startedAt: Timestamp?, at now: Timestamp, days: Int = 14) -> SignInFacts.Grace {
        let setting = SecurityDefaultsSetting(isEnabled: true, enabledAt: start - .days(1), registrationGraceDays: days)
        return RegistrationGrace.state(setting, startedAt: startedAt, at: now)
    }

    @Test func `T1 a member without MFA and without grace must register`() {
        let facts = SignInFacts.unregistered { $0.grace = grace(startedAt: nil, at: start, days: 0) }
        #expect(outcome(facts) == .needsRegistration(mayPutOffDays: nil))
    }

    @Test func `T2 with fourteen days of grace the first sign-in may be put off`() {
        let facts = SignInFacts.unregistered { $0.grace = grace(startedAt: nil, at: start) }
        #expect(outcome(facts) == .needsRegistration(mayPutOffDays: 14))
        var skipped = facts
        skipped.skippedRegistration = true
        let decision = decide(skipped, under: .defaultsOn)
        #expect(decision.outcome == .allow)
        #expect(decision.clearance?.basis == .registrationGrace)
        #expect(decision.clearance?.assurance == .singleFactor)
        #expect(decision.requirement == .singleFactor)
        #expect(decision.results.map(\.result) == [.graced])
        #expect(decision.results.first?.reasons == [.notRegistered, .graceRunning])
    }

    @Test func `T3 at thirteen days and twenty-three hours it may still be put off`() {
        let now = start + .days(13) + .hours(23)
        let facts = SignInFacts.unregistered { $0.grace = grace(startedAt: start, at: now) }
        #expect(outcome(facts) == .needsRegistration(mayPutOffDays: 1))
    }

    @Test func `T4 at fourteen days and one second it may not`() {
        let now = start + .days(14) + .seconds(1)
        let facts = SignInFacts.unregistered {
            $0.grace = grace(startedAt: start, at: now)
            $0.skippedRegistration = true
        }
        #expect(outcome(facts) == .needsRegistration(mayPutOffDays: nil))
    }

    @Test(arguments: [Door.codeExchange, .refresh])
    func `T5 a code or a refresh passes while the grace has not started and never asks`(door: Door) {
        let facts = SignInFacts.unregistered {
            $0.door = door
            $0.reliance = .live
            $0.grace = grace(startedAt: nil, at: start)
        }
        #expect(decide(facts, under: .defaultsOn).clearance?.basis == .registrationGrace)
        var over = facts
        over.grace = .over
        #expect(outcome(over) == .needsRegistration(mayPutOffDays: nil))
    }

    @Test func `T6 a clock that started before the defaults came on does not count`() {
        #expect(grace(startedAt: start - .days(30), at: start) == .notStarted(days: 14))
    }

    @Test func `T7 a Teams Administrator needs a second factor in a fresh browser`() {
        let facts = SignInFacts.example { $0.roles = .administrator }
        let decision = decide(facts, under: .defaultsOn)
        #expect(decision.outcome == .needsSecondFactor)
        #expect(decision.requirement == .multiFactor)
        #expect(decision.results.map(\.policy) == ["securityDefaults.administrators"])
        #expect(outcome(facts.proving(.totp)) == .allow)
    }

    @Test func `T8 a Global Reader in a known browser and place passes with one factor`() {
        let facts = SignInFacts.example { $0.remembersSecondFactor = true }
        let decision = decide(facts, under: .defaultsOn)
        #expect(decision.outcome == .allow)
        #expect(decision.clearance?.basis == .rememberedBrowser)
        #expect(decision.requirement == .singleFactor)
        #expect(decision.results.map(\.reasons) == [.rememberedBrowser])
    }

    @Test func `T9 a plain member needs a second factor for the admin center`() {
        let facts = SignInFacts.example {
            $0.door = .adminCenter
            $0.remembersSecondFactor = true
        }
        #expect(outcome(facts) == .needsSecondFactor)
        #expect(outcome(facts.proving(.totp)) == .allow)
    }

    @Test func `T10 a management app needs a second factor and never opens to the password grant`() {
        let facts = SignInFacts.example {
            $0.isManagementSurface = true
            $0.remembersSecondFactor = true
        }
        #expect(outcome(facts) == .needsSecondFactor)
        var grant = facts
        grant.door = .passwordGrant
        #expect(outcome(grant) == .deny(.blockedBySecurityDefaults))
        #expect(decide(grant, under: .defaultsOff).outcome == .deny(.secondFactorNotPossibleHere))
    }

    @Test func `T12 IMAP with the right password is blocked with 530035`() {
        let facts = SignInFacts.example {
            $0.door = .legacyMail
            $0.clientApp = .imap4
        }
        let decision = decide(facts, under: .defaultsOn)
        #expect(decision.outcome == .deny(.blockedBySecurityDefaults))
        #expect(Denial.blockedBySecurityDefaults.errorCode == 530_035)
        #expect(decision.results.map(\.policy) == ["securityDefaults.legacyAuthentication"])
        #expect(decision.results.first?.reasons.names == ["legacyClient", "basicAuthentication"])
    }

    @Test func `T13 IMAP with a wrong password is a wrong password`() {
        let facts = SignInFacts.example {
            $0.door = .legacyMail
            $0.clientApp = .imap4
            $0.proven = []
        }
        let decision = decide(facts, under: .defaultsOn)
        #expect(decision.outcome == .needsFirstFactor)
        #expect(decision.results.isEmpty)
    }

    @Test(arguments: [Door.authorize, .passwordGrant])
    func `T14 T15 whoever holds the synchronization role is exempt`(door: Door) {
        let facts = SignInFacts.unregistered {
            $0.door = door
            $0.roles = .directorySynchronization
            $0.grace = .over
        }
        let decision = decide(facts, under: .defaultsOn)
        #expect(decision.outcome == .allow)
        #expect(decision.clearance?.basis == .synchronizationAccount)
        #expect(!decision.results.isEmpty)
        #expect(decision.results.allSatisfy { $0.result == .exempt && $0.reasons.contains(.synchronizationAccount) })
    }

    @Test(arguments: Door.allCases.filter(\.isLegacy))
    func `SD-47 a synchronization account reads no mail, binds nowhere and gets into no network`(door: Door) {
        let facts = SignInFacts.unregistered {
            $0.door = door
            $0.roles = .directorySynchronization
        }
        #expect(outcome(facts) == .deny(.blockedBySecurityDefaults))
    }

    @Test(arguments: [ClientApp.imap4, .pop3, .authenticatedSMTP])
    func `SD-47 nor does it through a mail server with the password grant`(client: ClientApp) {
        let facts = SignInFacts.unregistered {
            $0.door = .passwordGrant
            $0.clientApp = client
            $0.roles = .directorySynchronization
        }
        #expect(outcome(facts) == .deny(.blockedBySecurityDefaults))
    }

    @Test func `SD-47 the exemption ends where an administrator role begins`() {
        let facts = SignInFacts.example { $0.roles = [.directorySynchronization, .administrator] }
        #expect(outcome(facts) == .needsSecondFactor)
    }

    @Test func `D9 the exemption does not reach the admin center`() {
        let facts = SignInFacts.unregistered {
            $0.roles = .directorySynchronization
            $0.door = .adminCenter
        }
        #expect(outcome(facts) == .needsRegistration(mayPutOffDays: nil))
    }

    @Test func `T16 T17 guests and emergency accounts have no way of their own through the facts`() {
        // Neither is a fact that the decision could look at: both are judged like everybody (SD-40, SD-49).
        let names = Mirror(reflecting: SignInFacts.example()).children.compactMap(\.label)
        #expect(names.count == 19)
        #expect(!names.contains { $0.lowercased().contains("guest") || $0.lowercased().contains("emergency") })
    }

    @Test(arguments: [Door.authorize, .account, .codeExchange, .refresh])
    func `A026 an administrator has no grace`(door: Door) {
        let facts = SignInFacts.unregistered {
            $0.door = door
            $0.roles = .administrator
            $0.skippedRegistration = true
        }
        #expect(outcome(facts) == .needsRegistration(mayPutOffDays: nil))
    }

    @Test func `T22 a refresh of a session without a second factor is not carried on by the defaults`() {
        let facts = SignInFacts.example {
            $0.door = .refresh
            $0.reliance = .live
            $0.provenInThisFlow = []
        }
        #expect(outcome(facts) == .needsSecondFactor)
        var remembered = facts
        remembered.remembersSecondFactor = true
        #expect(decide(remembered, under: .defaultsOn).clearance?.basis == .rememberedBrowser)
        remembered.roles = .administrator
        #expect(outcome(remembered) == .needsSecondFactor)
    }

    @Test func `T23 a passkey is two factors in one, for an administrator too`() {
        let facts = SignInFacts.example {
            $0.roles = .administrator
            $0.registered = [.password, .passkey]
            $0.proven = .passkey
            $0.provenInThisFlow = .passkey
        }
        let decision = decide(facts, under: .defaultsOn)
        #expect(decision.outcome == .allow)
        #expect(decision.clearance?.assurance == .phishingResistant)
    }

    @Test func `T24 an administrator's live session carries its second factor, the remembered browser never (D6)`() {
        let session = SignInFacts.example {
            $0.roles = .administrator
            $0.reliance = .live
            $0.proven = [.password, .totp]
            $0.provenInThisFlow = []
        }
        #expect(outcome(session) == .allow)
        let remembered = SignInFacts.example {
            $0.roles = .administrator
            $0.remembersSecondFactor = true
        }
        #expect(outcome(remembered) == .needsSecondFactor)
    }
}
