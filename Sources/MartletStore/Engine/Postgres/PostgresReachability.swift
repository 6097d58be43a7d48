import Synchronization

/// Whether connections can be made at present; shared by the workers of a pool, so that a server that is down is
/// knocked at now and then by one, not all the time by all.
final class PostgresReachability: Sendable {
    private struct State {
        var failures = 0
        var closedUntil: PostgresDeadline?
        var lastFailure: PostgresFailure?
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
        state.withLock { $0 = State() }
    }

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
