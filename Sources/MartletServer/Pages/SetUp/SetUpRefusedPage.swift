/// Set-up is not open to this visitor.
package struct SetUpRefusedPage: Page {
    /// Why.
    package enum Reason: String, Sendable, CaseIterable {
        /// It was done before and is closed for ever (A014).
        case closed
        /// The address holds no code.
        case missingCode
        /// The code is wrong, or belongs to an earlier start of the program.
        case wrongCode
    }

    package static let template = "setup-refused"
    package var titleKey: String { "setUp.refused.\(reason.rawValue).title" }
    /// Why.
    package var reason: Reason

    /// A page for one reason.
    package init(reason: Reason) { self.reason = reason }

    package func content(_ phrases: Phrases) -> ViewObject {
        ["text": .text(phrases("setUp.refused.\(reason.rawValue).text")), "isClosed": .flag(reason == .closed)]
    }
}
