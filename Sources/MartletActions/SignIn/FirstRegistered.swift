import MartletDirectory

/// When and from where somebody registered their first method: whoever had the password alone could have done it.
package struct FirstRegistered: Sendable, Equatable {
    /// How long it is told of.
    package static let told: Duration = .days(14)

    /// When.
    package let at: Timestamp
    /// From which address; empty where it is not known, or an administrator made the method count.
    package let address: String

    /// A registration at a time, from an address.
    package init(at: Timestamp, address: String) {
        self.at = at
        self.address = address
    }
}
