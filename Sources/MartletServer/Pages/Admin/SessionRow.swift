import MartletDirectory

/// A live session in a list.
package struct SessionRow: Sendable, Equatable {
    /// The public handle.
    package let id: ID<Session>
    /// Where it was opened.
    package let origin: Origin
    /// When it was opened.
    package let createdAt: Timestamp
    /// When it was last used.
    package let lastSeenAt: Timestamp
    /// What was proven in it.
    package let methods: [Method]

    /// A row with every field given.
    package init(
        id: ID<Session>, origin: Origin, createdAt: Timestamp, lastSeenAt: Timestamp, methods: [Method]
    ) {
        self.id = id
        self.origin = origin
        self.createdAt = createdAt
        self.lastSeenAt = lastSeenAt
        self.methods = methods
    }
}
