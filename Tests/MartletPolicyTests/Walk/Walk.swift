import MartletDirectory

@testable import MartletPolicy

/// Goes through every state of `SignInFacts` and asks whether the promises hold.
///
/// The dimensions are those of the type itself: each enum by `CaseIterable`, each option set by all its bits, the
/// grace by its four kinds, the client by its three. A new case makes the walk longer, never incomplete.
struct Walk {
    /// What came of it.
    struct Report {
        /// States in the sense of `SignInFacts`: all triples of methods counted, defaults on and off.
        var states = 0
        /// How many decisions were made for them; triples of one class share one.
        var decisions = 0
        /// The rules that were broken, with the first state that broke each.
        var violations: [String: String] = [:]
    }

    private let classes: MethodClasses
    private let guards: Guards?
    private let stopsAtFirst: Bool
    private let extent: Extent
    private var report = Report()
    private var facts = SignInFacts.example()
    private var verdict: StrengthVerdict?
    private var on: [Int]
    private var off: [Int]

    private static let clients: [ClientApp] = [.browser, .mobileAppsAndDesktopClients, .imap4]

    /// A walk of the gate itself, or of the gate without some guards until the first violation.
    init(_ classes: MethodClasses, without missing: Guards? = nil, extent: Extent = .whole) {
        self.classes = classes
        self.extent = extent
        guards = missing.map { Guards.all.subtracting($0) }
        stopsAtFirst = missing != nil
        let count = 2 * Door.allCases.count * classes.classes.count
        on = [Int](repeating: 0, count: count)
        off = on
    }

    /// Walks the states in which one of these sets of roles is held: all of them, unless the walk is of less extent.
    mutating func run(roles: [SignInFacts.Roles]) -> Report {
        for circumstances in extent.circumstances {
            facts.circumstances = circumstances
            for wish in Wish.all {
                facts.requestedAssurance = wish.requested
                facts.strength = wish.strength
                facts.perUserMFA = wish.perUserMFA
                facts.isMFABlocked = wish.isMFABlocked
                verdict = wish.strength?.verdict
                for grace in extent.graces {
                    facts.grace = grace
                    walkPeople(roles)
                    if stopsAtFirst, !report.violations.isEmpty { return report }
                }
            }
        }
        return report
    }

    private mutating func walkPeople(_ roles: [SignInFacts.Roles]) {
        for held in roles {
            facts.roles = held
            for account in extent.accounts {
                facts.account = account
                for reliance in extent.reliances {
                    facts.reliance = reliance
                    walkScenes()
                    if stopsAtFirst, !report.violations.isEmpty { return }
                }
            }
        }
    }

    private mutating func walkScenes() {
        for client in Self.clients {
            facts.clientApp = client
            for flags in 0..<4 {
                facts.remembersSecondFactor = flags & 1 != 0
                facts.isManagementSurface = flags & 2 != 0
                walkDoors()
            }
        }
    }

    /// All doors and method classes of one scene, so that they can be compared with each other.
    private mutating func walkDoors() {
        var place = 0
        for skipped in [false, true] {
            facts.skippedRegistration = skipped
            for door in Door.allCases {
                facts.door = door
                // Where nobody sits, neither circumstances nor what a browser's request asked for are looked at, which a
                // test of its own holds: one state stands for all of them.
                guard door.isInteractive || facts.circumstances.isEmpty && facts.requestedAssurance == .any else {
                    report.states += (door.carriesSecondFactor ? 2 : 4) * classes.tripleCount
                    place += classes.classes.count
                    continue
                }
                for number in classes.classes.indices {
                    visit(number, place: place)
                    place += 1
                }
                compareProofs(from: place - classes.classes.count)
            }
        }
        compareDoors()
    }

    private mutating func visit(_ number: Int, place: Int) {
        let group = classes.classes[number]
        facts.registered = group.representative.registered
        facts.proven = group.representative.proven
        facts.provenInThisFlow = group.representative.inThisFlow
        let strict = judged(under: .defaultsOn)
        let lax = judged(under: .defaultsOff)
        on[place] = rank(strict)
        off[place] = rank(lax)
        report.decisions += 2
        report.states += 2 * group.size
        let promise = Promise(facts, group.worth)
        if let rule = promise.broken(on: strict, off: lax) { note(rule) }
        if !facts.door.carriesSecondFactor {
            let modern = judged(under: .modernOnly)
            let both = judged(under: .modernDefaults)
            report.decisions += 2
            report.states += 2 * group.size
            if let rule = promise.brokenModern(modern, off: lax) ?? promise.brokenModern(both, on: strict) {
                note(rule)
            }
        }
        // Whether a proof leads to a demanded strength is for the demand to say, and for its own tests.
        if strict.outcome == .needsSecondFactor, verdict != .singleChallengeRequired {
            mustLeadIn(from: number, "T6: a second factor that is asked for helps")
        }
    }

    /// How far a verdict lets one; where something must be registered, being asked to prove what is there comes before
    /// being asked to register.
    private func rank(_ verdict: Verdict) -> Int {
        self.verdict == .singleRegistrationRequired && verdict.rank == 2 ? 3 : verdict.rank
    }

    private func judged(under policies: PolicySet) -> Verdict {
        guard let guards else { return Verdict(facts, under: policies) }
        return Verdict(facts, under: policies, guards: guards)
    }

    /// T5: one more proven method never makes it less. T6: whoever has a password and a second factor gets in.
    private mutating func compareProofs(from base: Int) {
        for step in classes.steps
        where on[base + step[1]] < on[base + step[0]] || off[base + step[1]] < off[base + step[0]] {
            note("T5: one more proven method never makes it less")
        }
        let isGood = facts.account == .enabled && facts.reliance != .ended
        guard isGood, facts.door == .authorize, facts.clientApp != .imap4, verdict == nil || verdict == .satisfied,
            !facts.isMFABlocked
        else { return }
        for number in classes.complete where on[base + number] != 4 {
            let isPossible = facts.requestedAssurance != .phishingResistant || classes.classes[number].worth.canResist
            if isPossible { note("T6: nobody is locked out by design") }
        }
    }

    /// T7: what opens any door opens the door of the apps too, the code's circumstances having been met there.
    private mutating func compareDoors() {
        let count = classes.classes.count
        let isBare = facts.circumstances.isEmpty && facts.requestedAssurance == .any
        for skipped in 0..<2 {
            for door in Door.allCases where door.isInteractive || isBare {
                let base = (skipped * Door.allCases.count + Int(door.rawValue)) * count
                // A code descends from a flow in which the choice was made.
                let choice = door.isInteractive ? skipped : 1
                let authorize = (choice * Door.allCases.count + Int(Door.authorize.rawValue)) * count
                for number in 0..<count
                where on[base + number] == 4 && on[authorize + number] != 4
                    || off[base + number] == 4 && off[authorize + number] != 4
                {
                    note("T7: no door is weaker than that of the apps")
                }
            }
        }
    }

    private mutating func mustLeadIn(from number: Int, _ rule: String) {
        for whole in classes.completions[number] where !classes.classes[whole].worth.second {
            note(rule)
        }
    }

    private mutating func note(_ rule: String) {
        if report.violations[rule] == nil { report.violations[rule] = String(describing: facts) }
    }
}
