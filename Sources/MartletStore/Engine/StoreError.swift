import MartletDirectory

/// What can go wrong below the verbs; not found is `nil`, never an error.
///
/// The messages are for the log of the operator and never leave in an answer.
package enum StoreError: Error, Equatable {
    /// A constraint refused the change: somebody was faster, or the value is already there.
    case conflict(String)
    /// The database cannot be used now: busy, full, closed, broken, or its queue is full.
    case unavailable(String)
    /// A column holds what the row cannot read; the store is damaged or was written by something else.
    case unexpectedColumn(String)
    /// The database engine itself found its file damaged; only a backup helps.
    case damaged(String)
    /// The database was written by a newer program.
    case newerSchema
}

extension StoreError: PassingFailure {
    /// A database that is busy, full or restarting may be back in a moment.
    package var isPassing: Bool {
        guard case .unavailable = self else { return false }
        return true
    }
}
