/// The device was let in, or turned away.
package struct DeviceDonePage: Page {
    package static let template = "device-done"
    package var titleKey: String { isApproved ? "device.approved.title" : "device.denied.title" }
    /// Which of both.
    package var isApproved: Bool

    /// A page that says what came of it.
    package init(isApproved: Bool) { self.isApproved = isApproved }

    package func content(_ phrases: Phrases) -> ViewObject {
        [
            "isApproved": .flag(isApproved),
            "text": .text(phrases(isApproved ? "device.approved.text" : "device.denied.text")),
        ]
    }
}
