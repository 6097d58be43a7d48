/// The session has ended.
package struct SignedOutPage: Page {
    package static let template = "signedout"
    package let titleKey = "signOut.done.title"
    /// Where the person may go on, checked beforehand.
    package var returnAddress: String?
    /// The name of the app behind that address.
    package var application: String?

    /// What the apps of the session want loaded; then the page goes on to `returnAddress` by itself.
    package var frames: [String]

    /// A page with every field given.
    package init(returnAddress: String? = nil, application: String? = nil, frames: [String] = []) {
        self.returnAddress = returnAddress
        self.application = application
        self.frames = frames
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        let name = application ?? returnAddress ?? ""
        return [
            "address": ViewValue(returnAddress),
            "label": returnAddress == nil ? .absent : .text(phrases("signOut.done.return", ["app": name])),
            "frames": ViewValue(texts: frames),
            // A script goes on as soon as the frames are there; without scripts this is time enough for them.
            "refresh": returnAddress.map { .text("4; url=\($0)") } ?? .absent,
        ]
    }
}
