import MartletDirectory
import MartletPolicy

/// SplitMix64: a failure names its seed, and the seed makes the failure again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }
}

extension SignInFacts {
    /// Any state at all; good accounts and live sessions come up more often than in the walk.
    static func arbitrary(using generator: inout SeededGenerator) -> SignInFacts {
        let graces: [Grace] = [.notStarted(days: 0), .notStarted(days: 14), .running(daysLeft: 3), .over]
        var facts = SignInFacts.example()
        facts.door = Door.allCases[generator.below(Door.allCases.count)]
        let clients = generator.below(2) == 0 ? 3 : ClientApp.allCases.count
        facts.clientApp = ClientApp.allCases[generator.below(clients)]
        facts.account = Account.allCases[max(0, generator.below(12) - 8)]
        facts.roles = Roles(rawValue: UInt8(generator.below(4)))
        facts.registered = MethodSet(rawValue: UInt16(generator.below(1 << Method.allCases.count)))
        facts.proven = MethodSet(rawValue: UInt16(generator.below(1 << Method.allCases.count)))
        facts.provenInThisFlow = MethodSet(
            rawValue: UInt16(generator.below(1 << Method.allCases.count)) & facts.proven.rawValue)
        facts.reliance = Reliance.allCases[generator.below(9) % 5 % 3]
        facts.remembersSecondFactor = generator.below(2) == 0
        facts.circumstances = Circumstances(rawValue: UInt8(generator.below(8)))
        facts.isManagementSurface = generator.below(2) == 0
        facts.grace = graces[generator.below(4)]
        facts.skippedRegistration = generator.below(2) == 0
        facts.requestedAssurance = RequestedAssurance.allCases[generator.below(3)]
        if generator.below(2) == 0 {
            facts.strength = .asking(StrengthVerdict.allCases[generator.below(StrengthVerdict.allCases.count)])
        }
        facts.perUserMFA = User.PerUserMFA.allCases[max(0, generator.below(5) - 2)]
        facts.isMFABlocked = generator.below(4) == 0
        return facts
    }
}
