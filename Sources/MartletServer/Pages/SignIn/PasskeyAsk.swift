import MartletActions
import MartletCredentials

/// What a page's script asks the browser for a passkey with, and what was wrong with the last answer.
package struct PasskeyAsk: Sendable {
    /// What was wrong. What a stranger could learn from is one word (A073).
    package enum Problem: String, Sendable, CaseIterable {
        case refused, late, unverified, taken, notAttested, model

        /// The words for a refusal.
        package init(_ refusal: WebAuthnRefusal) {
            self =
                switch refusal {
                case .wrongChallenge: .late
                case .notVerified: .unverified
                case .takenCredential: .taken
                case .notAttested: .notAttested
                case .makeNotAllowed: .model
                default: .refused
                }
        }
    }

    /// The options of the browser's call, in JSON.
    package var options: String
    /// Whether the browser also offers passkeys while a name is being typed.
    package var isConditional: Bool
    /// What was wrong with the last answer, if anything.
    package var problem: Problem?

    /// An ask with every field given.
    package init(options: String, isConditional: Bool = false, problem: Problem? = nil) {
        self.options = options
        self.isConditional = isConditional
        self.problem = problem
    }

    /// The view under the name `passkey`.
    func view(_ phrases: Phrases) -> ViewValue {
        [
            "options": .text(options), "isConditional": .flag(isConditional),
            "problem": ViewValue(problem.map { phrases("passkey.problem.\($0.rawValue)") }),
        ]
    }
}

extension FlowPage {
    /// What the page of the step asks the browser with, if a passkey belongs there.
    func ask(isConditional: Bool = false) -> PasskeyAsk? {
        guard let passkey else { return nil }
        var ask = PasskeyAsk(options: passkey.json, isConditional: isConditional)
        if case .passkey(let refusal) = problem { ask.problem = PasskeyAsk.Problem(refusal) }
        return ask
    }
}
