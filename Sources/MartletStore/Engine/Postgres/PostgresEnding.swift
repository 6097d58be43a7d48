import Synchronization

/// Counts the workers that still live, for whoever waits until all have ended.
final class PostgresEnding: Sendable {
    private struct State {
        var living: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    /// A count of `workers` that live.
    init(workers: Int) { state = Mutex(State(living: workers)) }

    /// One worker has ended.
    func workerEnded() {
        let waiting: [CheckedContinuation<Void, Never>] = state.withLock { state in
            state.living -= 1
            guard state.living == 0 else { return [] }
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Returns when all have ended.
    func wait() async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let hasEnded = state.withLock { state in
                if state.living > 0 { state.waiting.append(continuation) }
                return state.living == 0
            }
            if hasEnded { continuation.resume() }
        }
    }
}
