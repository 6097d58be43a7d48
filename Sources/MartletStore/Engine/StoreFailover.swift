/// The database goes on from another server or from an earlier moment than before.
package struct StoreFailover: Sendable, Equatable {
    /// What became of the writes that were acknowledged before.
    package enum Loss: String, Sendable {
        /// Every write that this node acknowledged is there.
        case none
        /// At least one of them is missing.
        case some
        /// Nobody can tell: the node has just started, or the database is another one.
        case unknown
    }

    /// The history that this node knew; `nil` for a node that has just started.
    package let left: String?
    /// The history that goes on.
    package let reached: String
    /// What became of the writes.
    package let loss: Loss
    /// Whether this node ends everything now; `false` also where another node has done so before.
    package let endsEverything: Bool

    /// A failover with every field given.
    package init(left: String?, reached: String, loss: Loss, endsEverything: Bool) {
        self.left = left
        self.reached = reached
        self.loss = loss
        self.endsEverything = endsEverything
    }
}

/// What is done about a failover, before the store does anything else.
package struct FailoverAnswer: Sendable {
    /// Ends what missing writes may have ended or spent, in the transaction that notes the failover. It may run again.
    package let mend: @Sendable (Tables, StoreFailover) throws -> Void
    /// Tells the operator, once the transaction is durable; of every failover, also one that lost nothing.
    package let announce: @Sendable (StoreFailover) -> Void

    /// An answer.
    package init(
        mend: @escaping @Sendable (Tables, StoreFailover) throws -> Void,
        announce: @escaping @Sendable (StoreFailover) -> Void
    ) {
        self.mend = mend
        self.announce = announce
    }
}
