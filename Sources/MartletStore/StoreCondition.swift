import MartletDirectory

/// How a database is that answers.
package struct StoreCondition: Sendable, Equatable {
    /// Whether its schema has every migration of this program as it knows it. Later ones only add: while nodes are
    /// replaced one after the other, the old ones that still run stay ready.
    package let hasKnownSchema: Bool
    /// The time by its own clock; `nil` where it has none but that of the server.
    package let clock: Timestamp?

    /// A condition with every field given.
    package init(hasKnownSchema: Bool, clock: Timestamp?) {
        self.hasKnownSchema = hasKnownSchema
        self.clock = clock
    }
}
