import MartletDirectory

/// What methods are worth, said once more and differently: the walk does not ask the code that it walks over.
struct Worth: Hashable {
    let first: Bool
    let second: Bool
    let secondInThisFlow: Bool
    let phishingResistant: Bool
    let isRegistered: Bool
    let canResist: Bool

    /// What cannot be proven to a false page.
    private static let strongest: Set<Method> = [.passkey, .multiFactorCertificate]
    /// What is one factor, and a second one on top of the password.
    private static let possessions: Set<Method> = [.totp, .push, .certificate]
    /// What is two factors by itself.
    private static let twoInOne = strongest.union([.temporaryAccessPass, .passwordlessPush])
    /// What registers somebody.
    private static let acceptable = strongest.union(possessions).union([.passwordlessPush])

    init(registered: Set<Method>, proven: Set<Method>, inThisFlow: Set<Method>) {
        isRegistered = !registered.isDisjoint(with: Self.acceptable)
        canResist = !registered.isDisjoint(with: Self.strongest)
        let good = proven.intersection(registered)
        first = !good.isDisjoint(with: Self.twoInOne.union([.password, .push, .certificate]))
        let carriers = Self.carriers(registered: registered, proven: proven)
        second = !carriers.isEmpty
        secondInThisFlow = !carriers.isDisjoint(with: inThisFlow)
        phishingResistant = !good.isDisjoint(with: Self.strongest)
    }

    /// The proven methods by which a second factor is proven.
    static func carriers(registered: Set<Method>, proven: Set<Method>) -> Set<Method> {
        let good = proven.intersection(registered)
        var carriers = good.intersection(twoInOne)
        guard good.contains(.password) else { return carriers }
        carriers.formUnion(good.intersection(possessions))
        if !registered.isDisjoint(with: acceptable), good.contains(.recoveryCode) { carriers.insert(.recoveryCode) }
        return carriers
    }
}

extension Worth {
    /// The six answers as the bits of one number, 0…63.
    var code: UInt8 {
        let answers = [first, second, secondInThisFlow, phishingResistant, isRegistered, canResist]
        return answers.enumerated().reduce(0) { code, answer in code | (answer.element ? 1 << answer.offset : 0) }
    }

    /// The answers in such a number.
    init(code: UInt8) {
        first = code & 1 != 0
        second = code & 2 != 0
        secondInThisFlow = code & 4 != 0
        phishingResistant = code & 8 != 0
        isRegistered = code & 16 != 0
        canResist = code & 32 != 0
    }

    /// What each triple is worth, in the order of the triples; worked out once for all walks.
    static let codes: [UInt8] = {
        let sets = (MethodSet.RawValue(0)..<1 << MethodClasses.methods).map { Set(MethodSet(rawValue: $0).methods) }
        var codes: [UInt8] = []
        codes.reserveCapacity(MethodClasses.triples)
        for registered in sets {
            for (proven, methods) in sets.enumerated() {
                // Of what is proven in this flow, only the carriers of the second factor matter.
                let before = Worth(registered: registered, proven: methods, inThisFlow: []).code
                let carriers = MethodSet(carriers(registered: registered, proven: methods)).rawValue
                for flow in 0...MethodSet.RawValue(proven) where flow & MethodSet.RawValue(proven) == flow {
                    codes.append(carriers & flow == 0 ? before : before | 4)
                }
            }
        }
        return codes
    }()
}
