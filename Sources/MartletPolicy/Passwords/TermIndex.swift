/// Banned terms, arranged so that a candidate is judged without trying each of them at each place.
struct TermIndex: Sendable {
    /// The shortest term of which one letter may differ in a window (PP-11 ii).
    static let shortestFuzzyTerm = 6

    private var terms: [[Unicode.Scalar]] = []
    /// Numbers of terms by first scalar.
    private var byFirst: [Unicode.Scalar: [Int]] = [:]
    /// Numbers of the longer terms by last scalar: with one letter changed, the first or the last is still right.
    private var byLast: [Unicode.Scalar: [Int]] = [:]
    private var byLength: [Int: [Int]] = [:]

    /// The index of the global list (PP-1).
    static let common = TermIndex(CommonTerms.all)

    /// An index of normalised terms; empty ones and repeats are dropped.
    init(_ words: [String]) {
        var seen: Set<String> = []
        for word in words where !word.isEmpty && seen.insert(word).inserted {
            let term = Array(word.unicodeScalars)
            let number = terms.count
            terms.append(term)
            byFirst[term[0], default: []].append(number)
            byLength[term.count, default: []].append(number)
            if term.count >= Self.shortestFuzzyTerm { byLast[term[term.count - 1], default: []].append(number) }
        }
    }

    /// Whether the whole candidate is a term but for one substitution, insertion or deletion (PP-7).
    func isNearly(_ candidate: [Unicode.Scalar]) -> Bool {
        for length in (candidate.count - 1)...(candidate.count + 1) {
            for number in byLength[length] ?? [] where Self.areNear(terms[number], candidate) { return true }
        }
        return false
    }

    /// The points of PP-9 with the segmentation that gives the fewest (PP-11 iv): a term is one point, and so is
    /// every character that no term covers.
    func score(_ candidate: [Unicode.Scalar]) -> Int {
        let windows = windows(in: candidate)
        var points = [Int](repeating: candidate.count, count: candidate.count + 1)
        points[0] = 0
        for place in candidate.indices {
            for length in [1] + windows[place] {
                points[place + length] = min(points[place + length], points[place] + 1)
            }
        }
        return points[candidate.count]
    }

    /// For each place, the lengths of the terms found there.
    private func windows(in candidate: [Unicode.Scalar]) -> [[Int]] {
        var windows = [[Int]](repeating: [], count: candidate.count)
        for (place, scalar) in candidate.enumerated() {
            for number in byFirst[scalar] ?? [] where isFound(number, in: candidate, at: place) {
                windows[place].append(terms[number].count)
            }
            for number in byLast[scalar] ?? [] {
                let start = place - terms[number].count + 1
                if start >= 0, isFound(number, in: candidate, at: start) { windows[start].append(terms[number].count) }
            }
        }
        return windows
    }

    private func isFound(_ number: Int, in candidate: [Unicode.Scalar], at place: Int) -> Bool {
        let term = terms[number]
        return Self.matches(term, candidate, at: place, differences: term.count >= Self.shortestFuzzyTerm ? 1 : 0)
    }

    private static func matches(
        _ term: [Unicode.Scalar], _ candidate: [Unicode.Scalar], at place: Int, differences: Int
    ) -> Bool {
        guard place + term.count <= candidate.count else { return false }
        var left = differences
        for offset in term.indices where term[offset] != candidate[place + offset] {
            left -= 1
            if left < 0 { return false }
        }
        return true
    }

    /// Whether the Levenshtein distance is at most one.
    static func areNear(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Bool {
        guard abs(left.count - right.count) <= 1 else { return false }
        let prefix = zip(left, right).prefix { $0 == $1 }.count
        let suffix = zip(left.reversed(), right.reversed()).prefix { $0 == $1 }.count
        return prefix + suffix >= max(left.count, right.count) - 1
    }
}
