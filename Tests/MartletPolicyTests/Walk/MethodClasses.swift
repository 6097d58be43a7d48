import MartletDirectory

@testable import MartletPolicy

/// Every triple (registered, proven, proven in this flow) over all methods, in classes of equal standing.
///
/// `judge` sees methods only through `Standing`, so triples of one class are one state to it; a test of its own holds
/// each triple against the representative of its class.
struct MethodClasses {
    struct Triple {
        let registered: MethodSet
        let proven: MethodSet
        let inThisFlow: MethodSet

        func standing(under guards: Guards) -> Standing {
            Standing(registered: registered, proven: proven, provenInThisFlow: inThisFlow, guards: guards)
        }

        /// The place in a table of all sets of methods, three times over.
        var index: Int {
            (Int(registered.rawValue) << MethodClasses.methods | Int(proven.rawValue)) << MethodClasses.methods
                | Int(inThisFlow.rawValue)
        }
    }

    struct Class {
        let representative: Triple
        let worth: Worth
        var size: Int
    }

    private struct Key: Hashable {
        let standing: Standing
        let worth: Worth
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
    private(set) var steps: Set<[Int]> = []
    /// For each set of registered methods with a password and an acceptable method: the class with all proven.
    private(set) var complete: Set<Int> = []
    /// For each class, the classes with everything proven that is registered, where a password is.
    private(set) var completions: [Set<Int>] = []
    private var numbers: [Key: Int] = [:]

    init(guards: Guards = .all) {
        Self.everyTriple { triple in
            let number = number(of: triple, guards: guards)
            tripleCount += 1
            classes[number].size += 1
        }
        Self.everyTriple { triple in
            let from = number(of: triple, guards: guards)
            for method in triple.registered.subtracting(triple.proven).methods {
                let more = triple.proven.union(MethodSet(method))
                let flow = triple.inThisFlow.union(MethodSet(method))
                let later = Triple(registered: triple.registered, proven: more, inThisFlow: flow)
                steps.insert([from, number(of: later, guards: guards)])
            }
            guard triple.registered.contains(.password) else { return }
            let all = triple.registered
            let whole = number(of: Triple(registered: all, proven: all, inThisFlow: all), guards: guards)
            completions[from].insert(whole)
            if classes[whole].worth.isRegistered { complete.insert(whole) }
        }
    }

    /// What each triple is worth, by its index; worked out once for all walks.
    private static let worths: [Worth] = {
        var worths = [Worth](repeating: Worth(registered: [], proven: [], inThisFlow: []), count: 1 << (3 * methods))
        everyTriple { triple in
            worths[triple.index] = Worth(
                registered: Set(triple.registered.methods), proven: Set(triple.proven.methods),
                inThisFlow: Set(triple.inThisFlow.methods))
        }
        return worths
    }()

    /// The classes under some guards; those of all guards where none of the missing ones weighs methods.
    static func under(_ guards: Guards, orElse whole: MethodClasses) -> MethodClasses {
        var weighsOtherwise = false
        everyTriple { triple in
            weighsOtherwise =
                weighsOtherwise || triple.standing(under: guards) != triple.standing(under: .all)
        }
        return weighsOtherwise ? MethodClasses(guards: guards) : whole
    }

    /// The class of a triple, made if it is new.
    mutating func number(of triple: Triple, guards: Guards) -> Int {
        let key = Key(standing: triple.standing(under: guards), worth: Self.worths[triple.index])
        if let number = numbers[key] { return number }
        numbers[key] = classes.count
        classes.append(Class(representative: triple, worth: key.worth, size: 0))
        completions.append([])
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
