import MartletDirectory
import Testing

@testable import MartletPolicy

/// The proof of promise 4: the state space of the decision, walked completely on every run.
@Suite struct `The walk` {
    static let roles = (UInt8(0)..<4).map { SignInFacts.Roles(rawValue: $0) }
    static let classes = MethodClasses()

    @Test(arguments: roles)
    func `no state of the decision breaks a promise`(roles: SignInFacts.Roles) {
        var walk = Walk(Self.classes)
        let report = walk.run(roles: [roles])
        for (rule, state) in report.violations { Issue.record("\(rule): \(state)") }
        // Those of the five doors without a second factor are walked with the switches to modern authentication as well.
        // 14 doors, 4 accounts, 3 reliances, 3 clients, 2 memories, 8 circumstances, 2 surfaces, 4 graces, 2 choices,
        // 14 wishes, the defaults on and off, and every triple of the nine methods.
        #expect(report.states == (14 + 5) * 4 * 3 * 3 * 2 * 8 * 2 * 4 * 2 * 14 * 2 * 10_077_696)
        print("walked \(report.states) states of roles \(roles.rawValue) by \(report.decisions) decisions")
    }

    @Test(arguments: roles)
    func `where nobody sits, circumstances and requests change nothing`(roles: SignInFacts.Roles) {
        var differences = 0
        for door in Door.allCases where !door.isInteractive {
            for number in Self.classes.classes.indices {
                for flags in 0..<16 {
                    var bare = SignInFacts.example()
                    bare.door = door
                    bare.roles = roles
                    bare.registered = Self.classes.classes[number].representative.registered
                    bare.proven = Self.classes.classes[number].representative.proven
                    bare.provenInThisFlow = Self.classes.classes[number].representative.inThisFlow
                    bare.isManagementSurface = flags & 1 != 0
                    bare.remembersSecondFactor = flags & 2 != 0
                    bare.perUserMFA = flags & 4 != 0 ? .enforced : .disabled
                    bare.isMFABlocked = flags & 8 != 0
                    for policies in [PolicySet.defaultsOn, .defaultsOff] {
                        let expected = judge(bare, under: policies, guards: .all)
                        for circumstances in UInt8(0)..<8 {
                            for requested in SignInFacts.RequestedAssurance.allCases {
                                var facts = bare
                                facts.circumstances = SignInFacts.Circumstances(rawValue: circumstances)
                                facts.requestedAssurance = requested
                                if judge(facts, under: policies, guards: .all) != expected { differences += 1 }
                            }
                        }
                    }
                }
            }
        }
        #expect(differences == 0)
    }

    @Test func `the classes of methods hold every triple once`() {
        #expect(Self.classes.tripleCount == MethodClasses.triples)
        #expect(Self.classes.classes.reduce(0) { $0 + $1.size } == MethodClasses.triples)
        #expect(Worth.codes.count == MethodClasses.triples)
    }

    /// The walk lets one triple of methods stand for its class; this holds every triple against its representative: at one
    /// door each, by turns, and for two people.
    @Test func `methods of one standing are one to the gate`() {
        var classes = Self.classes
        var facts = SignInFacts.example()
        var differences = 0
        var count = 0
        func judgement(_ methods: MethodClasses.Triple, _ door: Door, _ roles: SignInFacts.Roles) -> Judgement {
            facts.registered = methods.registered
            facts.proven = methods.proven
            facts.provenInThisFlow = methods.inThisFlow
            facts.door = door
            facts.roles = roles
            facts.circumstances = roles.isEmpty ? [] : .newPlace
            return judge(facts, under: .defaultsOn, guards: .all)
        }
        let people: [SignInFacts.Roles] = [[], .administrator]
        // What the gate says about the representatives at each door.
        let expected = classes.classes.map { group in
            Door.allCases.map { door in people.map { judgement(group.representative, door, $0) } }
        }
        var place = 0
        MethodClasses.everyTriple { triple in
            let number = classes.number(of: triple, at: place, guards: .all)
            let turn = place % Door.allCases.count
            place += 1
            for (person, roles) in people.enumerated() {
                let found = judgement(triple, Door.allCases[turn], roles)
                count += 1
                if found != expected[number][turn][person] { differences += 1 }
            }
        }
        #expect(differences == 0)
        #expect(count == MethodClasses.triples * 2)
    }
}

/// Each guard, taken away alone, must be missed.
@Suite struct `The walk without a guard` {
    @Test(arguments: Guards.each)
    func `notices that it is gone`(guardTaken: Guards) {
        let guards = Guards.all.subtracting(guardTaken)
        let classes = MethodClasses.weighOtherwise(under: guards) ? MethodClasses(guards: guards) : `The walk`.classes
        // Any state that breaks a promise will do: the rest is walked where the corners show none.
        for extent in [Walk.Extent.corners, .whole] {
            var walk = Walk(classes, without: guardTaken, extent: extent)
            let report = walk.run(roles: `The walk`.roles)
            if !report.violations.isEmpty { return }
        }
        Issue.record("guard \(guardTaken.rawValue) can go unnoticed")
    }
}
