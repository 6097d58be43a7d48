/// Something other than a sign-in went wrong.
package struct ProblemPage: Page {
    /// What went wrong.
    package enum Kind: String, Sendable, CaseIterable {
        /// There is no such page.
        case notFound
        /// The person may not.
        case forbidden
        /// The form is too old or not ours; nothing was changed.
        case staleForm
        /// The request cannot be understood.
        case badRequest
        /// Too much to do; try again shortly.
        case busy
        /// A mistake of ours.
        case failure
    }

    package static let template = "problem"
    package var titleKey: String { "problem.\(kind.rawValue).title" }
    /// What went wrong.
    package var kind: Kind
    /// Names the request in the log, where that helps.
    package var correlationID: String?
    /// Where to go from here.
    package var back: String

    /// A page with every field given.
    package init(kind: Kind, correlationID: String? = nil, back: String = "/") {
        self.kind = kind
        self.correlationID = correlationID
        self.back = back
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        [
            "text": .text(phrases("problem.\(kind.rawValue).text")), "correlationID": ViewValue(correlationID),
            "at": .object(phrases.time(phrases.now)), "back": .text(back),
        ]
    }
}
