import Dispatch
import Synchronization

/// Keeps a write transaction open, on the thread of its connection, until it is told to let go.
final class StoreHold: Sendable {
    private struct State {
        var isHeld = false
        var isReleased = false
        var failure: (any Error)?
        var waiting: CheckedContinuation<Void, any Error>?
    }

    private let state = Mutex(State())
    private let letGo = DispatchSemaphore(value: 0)

    /// Runs inside the transaction and blocks its thread.
    /// - Throws: `StoreError.unavailable` when an engine runs it again: the first transaction is gone, and others may have
    ///   written since.
    func hold() throws {
        let (waiting, isAgain) = state.withLock { state in
            defer {
                state.isHeld = true
                state.waiting = nil
            }
            return (state.waiting, state.isHeld)
        }
        guard !isAgain else { throw StoreError.unavailable("the connection that held the store ended meanwhile") }
        waiting?.resume()
        letGo.wait()
    }

    /// The transaction is over, by `error` if not as it should be.
    func ended(_ error: (any Error)?) {
        let waiting = state.withLock { state in
            state.failure = error
            defer { state.waiting = nil }
            return state.waiting
        }
        if let waiting {
            if let error { waiting.resume(throwing: error) } else { waiting.resume() }
        }
    }

    /// Returns once the transaction is open; throws what kept it from opening.
    func whenHeld() async throws {
        try await withCheckedThrowingContinuation { continuation in
            let (isReady, failure) = state.withLock { state in
                if !state.isHeld, state.failure == nil { state.waiting = continuation }
                return (state.isHeld, state.failure)
            }
            if isReady { continuation.resume() } else if let failure { continuation.resume(throwing: failure) }
        }
    }

    /// Lets the transaction end.
    func release() {
        let isFirst = state.withLock { state in
            defer { state.isReleased = true }
            return !state.isReleased
        }
        if isFirst { letGo.signal() }
    }
}

extension Store {
    /// Runs `body` while nobody else can write to the store.
    ///
    /// `body` begins once the store is held, and the store is let go when it has ended; it may read the store.
    /// - Throws: what `body` throws; `StoreError` where the store cannot be held.
    package func held<R: Sendable>(while body: @Sendable () async throws -> R) async throws -> R {
        let hold = StoreHold()
        let engine = engine
        let holding = Task {
            do {
                try await engine.writeAlone { connection in
                    // A transaction that says nothing is not begun.
                    _ = try connection.rows("SELECT 1 AS one", [])
                    try hold.hold()
                }
                hold.ended(nil)
            } catch {
                hold.ended(error)
                throw error
            }
        }
        do {
            try await hold.whenHeld()
            let result = try await body()
            hold.release()
            try await holding.value
            return result
        } catch {
            hold.release()
            _ = try? await holding.value
            throw error
        }
    }
}
