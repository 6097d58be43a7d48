import MartletDirectory

@testable import MartletPolicy

/// Every triple (registered, proven, proven in this flow) over all methods, in classes of equal standing.
///
/// `judge` sees methods only through `Standing`, so triples of one class are one state to it; a test of its own holds
/// each triple against the representative of its class. A triple is known by its number, in the order of `everyTriple`.
struct MethodClasses {
    struct Triple {
        let registered: MethodSet
        let proven: MethodSet
        let inThisFlow: MethodSet

        func standing(under guards: Guards) -> Standing {
            Standing(registered: registered, proven: proven, provenInThisFlow: inThisFlow, guards: guards)
        }

        /// The place in a table of all triples.
        var index: Int {
            Int(registered.rawValue) * MethodPairs.count
                + Int(MethodPairs.places[Int(proven.rawValue) << MethodClasses.methods | Int(inThisFlow.rawValue)])
        }
    }

    struct Class {
        let representative: Triple
        let worth: Worth
        var size: Int
    }

    /// How many methods there are.
    static let methods = Method.allCases.count
    /// How many triples of them: a method is registered or not, and proven not at all, before, or in this flow.
    static let triples = Method.allCases.reduce(1) { product, _ in product * 6 }

    /// One entry a class.
    private(set) var classes: [Class] = []
    /// The number of triples in all.
    private(set) var tripleCount = 0
    /// Pairs of classes where one more registered method is proven in the second.
    private(set) var steps: [[Int]] = []
    /// For each set of registered methods with a password and an acceptable method: the class with all proven.
    private(set) var complete: Set<Int> = []
    /// For each class, the classes with everything proven that is registered, where a password is.
    private(set) var completions: [Set<Int>] = []
    /// The class of each pair of standing and worth; 0 for none, else one more than its number.
    private var numbers = [Int](repeating: 0, count: 64 * 64)

    init(guards: Guards = .all) {
        var members = [UInt16](repeating: 0, count: Self.triples)
        Self.everyTriple { triple in
            let number = number(of: triple, at: tripleCount, guards: guards)
            members[tripleCount] = UInt16(number)
            tripleCount += 1
            classes[number].size += 1
        }
        var isStep = [Bool](repeating: false, count: classes.count * classes.count)
        var isCompletion = isStep
        var place = 0
        Self.everyTriple { triple in
            let from = Int(members[place])
            place += 1
            var missing = triple.registered.rawValue & ~triple.proven.rawValue
            while missing != 0 {
                let method = missing & (~missing + 1)
                missing ^= method
                let later = Triple(
                    registered: triple.registered, proven: MethodSet(rawValue: triple.proven.rawValue | method),
                    inThisFlow: MethodSet(rawValue: triple.inThisFlow.rawValue | method))
                isStep[from * classes.count + Int(members[later.index])] = true
            }
            guard triple.registered.rawValue & MethodSet.password.rawValue != 0 else { return }
            let all = triple.registered
            let whole = Int(members[Triple(registered: all, proven: all, inThisFlow: all).index])
            isCompletion[from * classes.count + whole] = true
        }
        steps = isStep.indices.filter { isStep[$0] }.map { [$0 / classes.count, $0 % classes.count] }
        for index in isCompletion.indices where isCompletion[index] {
            let whole = index % classes.count
            completions[index / classes.count].insert(whole)
            if classes[whole].worth.isRegistered { complete.insert(whole) }
        }
    }

    /// Whether some of a thousandth of the triples stand otherwise under these guards than under all.
    static func weighOtherwise(under guards: Guards) -> Bool {
        var (place, isOtherwise) = (0, false)
        everyTriple { triple in
            place += 1
            guard place % 1009 == 0, !isOtherwise else { return }
            isOtherwise = triple.standing(under: guards) != triple.standing(under: .all)
        }
        return isOtherwise
    }

    /// The class of the triple at a place, made if it is new.
    mutating func number(of triple: Triple, at place: Int, guards: Guards) -> Int {
        let key = triple.standing(under: guards).code << 6 | Int(Worth.codes[place])
        if numbers[key] != 0 { return numbers[key] - 1 }
        classes.append(Class(representative: triple, worth: Worth(code: Worth.codes[place]), size: 0))
        completions.append([])
        numbers[key] = classes.count
        return classes.count - 1
    }

    /// Calls `body` with each triple.
    static func everyTriple(_ body: (Triple) -> Void) {
        for registered in MethodSet.RawValue(0)..<1 << methods {
            for proven in MethodSet.RawValue(0)..<1 << methods {
                for flow in MethodSet.RawValue(0)...proven where flow & proven == flow {
                    body(
                        Triple(
                            registered: MethodSet(rawValue: registered), proven: MethodSet(rawValue: proven),
                            inThisFlow: MethodSet(rawValue: flow)))
                }
            }
        }
    }
}

/// The pairs (proven, proven in this flow) in their order.
enum MethodPairs {
    /// How many there are: a method is proven not at all, before, or in this flow.
    static let count = Method.allCases.reduce(1) { product, _ in product * 3 }

    /// The place of each pair, by both sets of bits.
    static let places: [UInt16] = {
        let sets = 1 << MethodClasses.methods
        var places = [UInt16](repeating: 0, count: sets * sets)
        var next: UInt16 = 0
        for proven in 0..<sets {
            for flow in 0...proven where flow & proven == flow {
                places[proven << MethodClasses.methods | flow] = next
                next += 1
            }
        }
        return places
    }()
}

extension Standing {
    /// The six answers as one number, 0…63.
    fileprivate var code: Int {
        var code = hasFirstFactor ? 1 : 0
        if hasSecondFactor { code |= 2 }
        if hasFreshSecondFactor { code |= 4 }
        if hasPhishingResistance { code |= 8 }
        if isRegistered { code |= 16 }
        if canBePhishingResistant { code |= 32 }
        return code
    }
}
