import Synchronization

/// Whether connections can be made at present; shared by the workers of a pool, so that a server that is down is
/// knocked at now and then by one, not all the time by all.
final class PostgresReachability: Sendable {
    private struct State {
        var failures = 0
        var closedUntil: PostgresDeadline?
        var lastFailure: PostgresFailure?
        /// How many connections there are.
        var links = 0
        /// Which of several servers answered last.
        var lastServer = 0
    }

    private let state = Mutex(State())

    /// Throws the last failure while it is too early to try again.
    func check() throws(PostgresFailure) {
        let failure: PostgresFailure? = state.withLock { state in
            guard let until = state.closedUntil, !until.hasPassed else { return nil }
            return state.lastFailure
        }
        if let failure { throw failure }
    }

    /// A connection was made.
    func succeeded() {
        state.withLock { state in
            state.failures = 0
            state.closedUntil = nil
            state.lastFailure = nil
        }
    }

    /// Whether any worker of the pool has a connection.
    var hasLinks: Bool { state.withLock { $0.links > 0 } }

    /// A worker got its connection (1) or lost it (-1).
    func count(_ change: Int) { state.withLock { $0.links += change } }

    /// The place, in the address, of the server that answered last.
    var lastServer: Int { state.withLock { $0.lastServer } }

    /// The server at this place answered.
    func answered(by server: Int) { state.withLock { $0.lastServer = server } }

    /// No connection was made: the next attempt comes after 50 ms, and then after twice as long each time, up to a
    /// second.
    func failed(_ failure: PostgresFailure) {
        state.withLock { state in
            let wait = min(1000, 50 << min(state.failures, 5))
            state.failures += 1
            state.closedUntil = PostgresDeadline(in: .milliseconds(wait))
            state.lastFailure = failure
        }
    }
}
