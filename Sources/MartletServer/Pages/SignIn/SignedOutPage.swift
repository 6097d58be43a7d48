/// The session has ended.
package struct SignedOutPage: Page {
    package static let template = "signedout"
    package let titleKey = "signOut.done.title"
    /// Where the person may go on, checked beforehand.
    package var returnAddress: String?
    /// The name of the app behind that address.
    package var application: String?

    /// A page with every field given.
    package init(returnAddress: String? = nil, application: String? = nil) {
        self.returnAddress = returnAddress
        self.application = application
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        let name = application ?? returnAddress ?? ""
        return [
            "address": ViewValue(returnAddress),
            "label": returnAddress == nil ? .absent : .text(phrases("signOut.done.return", ["app": name])),
        ]
    }
}
