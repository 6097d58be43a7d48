/// Why a new password was refused: the category only, never the term that matched (PP-14).
package enum PasswordProblem: String, Sendable, CaseIterable {
    case empty, tooShort, tooLong, commonTerm, organizationTerm, containsName, repetition
    /// The two fields differ.
    case mismatch
    /// It is the password that must be replaced.
    case sameAsBefore

    /// Whether the second field is the one to correct.
    var isAboutRepeat: Bool { self == .mismatch }
}

extension Phrases {
    /// The sentence for a refused password under `problem`, or `repeatProblem` if the second field is wrong.
    func passwordProblem(_ problem: PasswordProblem?) -> (first: ViewValue, second: ViewValue) {
        guard let problem else { return (.absent, .absent) }
        let words = ViewValue(self("password.problem.\(problem.rawValue)"))
        return problem.isAboutRepeat ? (.absent, words) : (words, .absent)
    }
}
