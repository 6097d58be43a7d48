import Testing

@testable import MartletPolicy

/// The vectors of PP-6…PP-12, each with its own list.
@Suite struct `Password score` {
    private func scalars(_ text: String) -> [Unicode.Scalar] { PasswordNormalisation.scalars(of: text) }

    private func index(_ terms: [String]) -> TermIndex { TermIndex(terms.map(PasswordNormalisation.text)) }

    @Test func `PP-6 four characters are read as the letters they stand for`() {
        #expect(PasswordNormalisation.text(of: "C0ntos0Blank12") == "contosoblankl2")
        #expect(PasswordNormalisation.text(of: "P@$$W0RD1") == "passwordl")
    }

    @Test(arguments: ["abcdeg", "abcdefg", "abcde", "ABCDEF", "bcdef", "abxdef", "@bcdef"])
    func `PP-7 one edit away from a term is the term`(candidate: String) {
        #expect(index(["abcdef"]).isNearly(scalars(candidate)))
    }

    @Test(arguments: ["abcdefgh", "abcd", "abdcef", "xbcdeg", "fedcba"])
    func `PP-7 two edits away is something else`(candidate: String) {
        #expect(!index(["abcdef"]).isNearly(scalars(candidate)))
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let candidate: String
        let terms: [String]
        let score: Int
        var testDescription: String { candidate }
    }

    static let rows: [Row] = [
        Row(candidate: "C0ntos0Blank12", terms: ["contoso", "blank"], score: 4),
        Row(candidate: "ContoS0Bl@nkf9!", terms: ["contoso", "blank"], score: 5),
        Row(candidate: "Contoso@London", terms: ["contoso", "london"], score: 3),
        Row(candidate: "ContosoLondon!1", terms: ["contoso", "london"], score: 4),
        Row(candidate: "LondonHQ", terms: ["london"], score: 3),
        Row(candidate: "Cont0soXy7", terms: ["contoso"], score: 4),
        Row(candidate: "Contoso1234", terms: ["contoso"], score: 5),
        Row(candidate: "Password123!", terms: ["password"], score: 5),
        Row(candidate: "Winter12!x", terms: ["winter"], score: 5),
    ]

    @Test(arguments: rows)
    func `PP-9 to PP-12 a term is one point and so is a character of one's own`(row: Row) {
        let terms = index(row.terms)
        #expect(terms.score(scalars(row.candidate)) == row.score)
        #expect(PasswordRule.isGood(scalars(row.candidate), terms) == (row.score >= 5))
    }

    @Test func `PP-10 PP-12 a term in disguise is refused as a whole`() {
        #expect(index(["blank"]).isNearly(scalars("Bl@nK")))
        #expect(index(["contoso"]).isNearly(scalars("!Contoso")))
    }

    @Test func `PP-11 one letter may differ in long terms only, wherever it is`() {
        let terms = index(["london", "blank"])
        #expect(terms.score(scalars("xxxxlxndon")) == 5)
        #expect(terms.score(scalars("xxxxxondon")) == 5)
        #expect(terms.score(scalars("xxxxlondox")) == 5)
        #expect(terms.score(scalars("xxxxblxnk")) == 9)
        #expect(terms.score(scalars("xxxxlxndxn")) == 10)
    }

    @Test func `PP-11 the cheapest way to cut the candidate counts`() {
        #expect(index(["abc", "bcdefg"]).score(scalars("abcdefg")) == 2)
        #expect(index(["aa", "aaa"]).score(scalars("aaaaaaa")) == 3)
    }

    @Test(arguments: UInt64(0)..<100)
    func `the index finds what trying everything everywhere finds`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let letters = Array("abcd")
        func word(_ longest: Int) -> String {
            String((0...generator.below(longest)).map { _ in letters[generator.below(4)] })
        }
        let terms = (0..<8).map { _ in word(8) }
        for _ in 0..<20 {
            let candidate = word(14)
            #expect(TermIndex(terms).score(scalars(candidate)) == naiveScore(candidate, terms), "\(candidate) \(terms)")
        }
    }

    private func naiveScore(_ candidate: String, _ terms: [String]) -> Int {
        let text = Array(candidate)
        var best = Array(0...text.count)
        for end in 1...text.count {
            best[end] = best[end - 1] + 1
            for term in terms.map(Array.init) where term.count <= end {
                let differences = zip(text[(end - term.count)..<end], term).filter { $0 != $1 }.count
                guard differences == 0 || differences == 1 && term.count >= 6 else { continue }
                best[end] = min(best[end], best[end - term.count] + 1)
            }
        }
        return best[text.count]
    }
}
