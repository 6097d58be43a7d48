import MartletDirectory

/// How a database is that answers.
package struct StoreCondition: Sendable, Equatable {
    /// Whether its schema is the one of this program: every migration, none more, and none other than it knows.
    package let hasKnownSchema: Bool
    /// The time by its own clock; `nil` where it has none but that of the server.
    package let clock: Timestamp?

    /// A condition with every field given.
    package init(hasKnownSchema: Bool, clock: Timestamp?) {
        self.hasKnownSchema = hasKnownSchema
        self.clock = clock
    }
}
