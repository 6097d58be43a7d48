/// Whether a method is there, and for whom.
package struct MethodSettings: SparseDocument {
    /// Whether it may be used and registered at all.
    package var isEnabled: Bool
    /// For whom, where it may.
    package var targets: MethodTargets

    /// The defaults.
    package init() {
        isEnabled = true
        targets = .init()
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        isEnabled = try members.decode(.isEnabled, or: true)
        targets = try members.decode(.targets, or: .init())
    }
}
