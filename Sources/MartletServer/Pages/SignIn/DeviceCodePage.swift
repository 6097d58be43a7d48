/// Where a person types the code that a device shows.
package struct DeviceCodePage: Page {
    /// What was wrong; whether there ever was such a code is not said (A192).
    package enum Problem: String, Sendable, CaseIterable { case wrong, tooMany }

    package static let template = "device"
    package let titleKey = "device.title"
    /// What was typed before.
    package var typed: String
    /// What was wrong, if anything.
    package var problem: Problem?

    /// A page with every field given.
    package init(typed: String = "", problem: Problem? = nil) {
        self.typed = typed
        self.problem = problem
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        ["typed": .text(typed), "problem": ViewValue(problem.map { phrases("device.problem.\($0.rawValue)") })]
    }
}
