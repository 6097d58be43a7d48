import MartletDirectory
import Testing

@testable import MartletPolicy

@Suite struct `Policy set` {
    @Test func `the defaults are five policies with stable names (promise 3)`() {
        #expect(
            PolicySet.securityDefaults.map(\.id) == [
                "securityDefaults.registration", "securityDefaults.administrators", "securityDefaults.whenNecessary",
                "securityDefaults.legacyAuthentication", "securityDefaults.managementSurfaces",
            ])
        #expect(PolicySet.defaultsOn.hasSecurityDefaults)
        #expect(!PolicySet.defaultsOff.hasSecurityDefaults)
        #expect(
            PolicySet.defaultsOff.policies.map(\.id) == [
                "house.managementSurfaces", "house.requestedAssurance", "house.authenticationStrength",
                "house.perUserMFA",
            ])
    }

    @Test func `each surface has a switch of its own, and nothing said means modern authentication only`() {
        let off = SecurityDefaultsSetting(isEnabled: false, enabledAt: nil)
        for surface in LegacySurface.allCases {
            let policies = PolicySet.compiled(for: off, legacy: .modern(on: surface)).policies
            let own = policies.dropFirst(PolicySet.houseRules.count).map(\.id)
            #expect(own == ["modernAuthentication.\(surface.rawValue)"])
        }
        #expect(
            PolicySet.compiled(for: off).policies.dropFirst(PolicySet.houseRules.count).map(\.id) == [
                "modernAuthentication.mail", "modernAuthentication.web", "modernAuthentication.directory",
                "modernAuthentication.network",
            ])
        #expect(PolicySet.compiled(for: SecurityDefaultsSetting(isEnabled: true, enabledAt: nil)).hasSecurityDefaults)
    }

    @Test
    func `A023 the switch refuses a right password without the defaults, a synchronization account's too (SD-47)`() {
        let doors: [(Door, LegacySurface)] = [
            (.legacyMail, .mail), (.legacyBasic, .web), (.legacyDirectory, .directory), (.legacyNetwork, .network),
        ]
        let off = SecurityDefaultsSetting(isEnabled: false, enabledAt: nil)
        for (door, surface) in doors {
            var facts = SignInFacts.example { $0.door = door }
            let modern = PolicySet.compiled(for: off, legacy: .modern(on: surface))
            #expect(decide(facts, under: modern).outcome == .deny(.blockedByPolicy))
            #expect(decide(facts, under: .defaultsOff).outcome == .allow)
            facts.roles = .directorySynchronization
            #expect(decide(facts, under: modern).outcome == .deny(.blockedByPolicy))
            #expect(decide(facts, under: .defaultsOff).outcome == .allow)
            facts.roles = [.directorySynchronization, .administrator]
            #expect(decide(facts, under: modern).outcome == .deny(.blockedByPolicy))
        }
    }

    @Test(arguments: UInt64(0)..<200)
    func `the order of policies never matters`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let shuffled = PolicySet(PolicySet.securityDefaults.shuffled(using: &generator))
        for _ in 0..<50 {
            let facts = SignInFacts.arbitrary(using: &generator)
            let one = judge(facts, under: .defaultsOn, guards: .all)
            let other = judge(facts, under: shuffled, guards: .all)
            #expect(one.outcome == other.outcome && one.basis == other.basis && one.requirement == other.requirement)
            #expect(Set(one.results.map(\.policy)) == Set(other.results.map(\.policy)))
        }
    }

    @Test(arguments: UInt64(0)..<50)
    func `a policy that only reports never changes the outcome`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let reporting = PolicySet(
            PolicySet.securityDefaults.map {
                AccessPolicy(
                    id: $0.id, name: $0.name, conditions: $0.conditions, control: $0.control,
                    exemptsSynchronization: $0.exemptsSynchronization, state: .reportOnly)
            })
        for _ in 0..<50 {
            let facts = SignInFacts.arbitrary(using: &generator)
            let one = judge(facts, under: .defaultsOff, guards: .all)
            let other = judge(facts, under: reporting, guards: .all)
            #expect(one.outcome == other.outcome && one.basis == other.basis)
            #expect(other.results.count >= one.results.count)
        }
        let line = decide(.example(), under: reporting).results.first?.record()
        #expect(line?.result == "reportOnly.notSatisfied")
    }

    @Test func `a disabled policy is silent`() {
        let block = AccessPolicy(id: "x", name: "X", control: .block, state: .disabled)
        #expect(decide(.example(), under: PolicySet([block])).outcome == .allow)
    }

    @Test func `a result is one line of the log`() throws {
        let facts = SignInFacts.example { $0.circumstances = [.newBrowser, .newPlace] }
        let line = try #require(decide(facts, under: .defaultsOn).results.first).record()
        #expect(line.id == "securityDefaults.whenNecessary")
        #expect(line.control == "mfa")
        #expect(line.result == "notSatisfied")
        #expect(line.reasons == ["newBrowser", "noRememberedFactor", "newPlace"])
    }

    @Test func `every reason has its own word`() {
        #expect(Set(ReasonSet.words).count == ReasonSet.words.count)
        #expect(ReasonSet(rawValue: .max).names == ReasonSet.words)
        #expect(ReasonSet.sessionEnded.names == ["sessionEnded"])
    }
}
