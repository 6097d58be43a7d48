import MartletDirectory

/// One row of the sign-in log: what happened, and every policy that spoke.
package struct SignInPage: Sendable, Equatable {
    /// The row.
    package let record: SignInRecord
    /// Whether its client app is a legacy one.
    package let isLegacy: Bool
    /// The other rows of the same attempt, oldest first, this one left out.
    package let siblings: [SignInRow]
    /// The row as JSON, indented.
    package let json: String

    /// A page with every field given.
    package init(
        record: SignInRecord, isLegacy: Bool, siblings: [SignInRow], json: String
    ) {
        self.record = record
        self.isLegacy = isLegacy
        self.siblings = siblings
        self.json = json
    }
}
