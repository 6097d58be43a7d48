import MartletActions
import MartletDirectory

/// A line about a first method: when it was registered, and from where.
package struct FirstMethodNote: Sendable, Equatable {
    /// When.
    package var at: Timestamp
    /// The address; empty where it is not known.
    package var address: String

    /// A note with every field given.
    package init(at: Timestamp, address: String) {
        self.at = at
        self.address = address
    }

    /// The note as the actions tell of it.
    init(_ registered: FirstRegistered) {
        self.init(at: registered.at, address: registered.address)
    }

    func view(_ phrases: Phrases) -> ViewObject {
        ["time": .object(phrases.time(at)), "place": ViewValue(nonEmpty: address)]
    }
}
