/// Why a code was not accepted.
package enum CodeProblem: Sendable {
    /// Nothing was typed.
    case empty
    /// It is not made as a code is: six digits, or the sixteen signs of a recovery code.
    case malformed
    /// It is not the right one, or was used before; which of the two is not said.
    case wrong
    /// Too many failures; `seconds` until the next try counts.
    case locked(seconds: Int)

    func words(_ phrases: Phrases, of group: String) -> String {
        switch self {
        case .empty: phrases("\(group).problem.empty")
        case .malformed: phrases("\(group).problem.malformed")
        case .wrong: phrases("\(group).problem.wrong")
        case .locked(let seconds): phrases.lockout(seconds: seconds)
        }
    }
}
