import Synchronization

/// The answer to "are you ready?", found at most once a second and waited for at most one second, however many ask.
///
/// A database that hangs must not collect the probes of everybody: while one is under way nobody starts another, and
/// who has waited for a second is told that the store does not answer.
package final class Readiness: Sendable {
    /// Finds out what is the matter; `nil` for nothing.
    package typealias Probe = @Sendable () async -> CheckReadiness.Part?

    private struct State {
        var answer: CheckReadiness.Part?
        var answeredAt: ContinuousClock.Instant?
        var begunAt: ContinuousClock.Instant?
        var waiting: [Int: CheckedContinuation<CheckReadiness.Part?, Never>] = [:]
        var next = 0
        var isStopping = false
    }

    private enum Turn { case known(CheckReadiness.Part?), wait(mustProbe: Bool, number: Int) }

    private let probe: Probe
    private let freshness: Duration
    private let patience: Duration
    private let state = Mutex(State())

    /// A readiness that `probe` finds out.
    package init(freshness: Duration = .seconds(1), patience: Duration = .seconds(1), _ probe: @escaping Probe) {
        self.probe = probe
        self.freshness = freshness
        self.patience = patience
    }

    /// From now on the node is not ready: it ends.
    package func stop() { state.withLock { $0.isStopping = true } }

    /// Whether the node was told to end.
    package var isStopping: Bool { state.withLock { $0.isStopping } }

    /// The part that fails; `nil` for a node that is ready.
    package func callAsFunction() async -> CheckReadiness.Part? {
        await withCheckedContinuation { continuation in
            switch turn(continuation) {
            case .known(let part): continuation.resume(returning: part)
            case .wait(let mustProbe, let number):
                if mustProbe { Task { [self] in settle(await probe()) } }
                Task { [self, patience] in
                    try? await Task.sleep(for: patience)
                    giveUp(number)
                }
            }
        }
    }

    private func turn(_ continuation: CheckedContinuation<CheckReadiness.Part?, Never>) -> Turn {
        let now = ContinuousClock.now
        return state.withLock { state in
            if state.isStopping { return .known(.stopping) }
            if let at = state.answeredAt, now - at < freshness, state.begunAt == nil { return .known(state.answer) }
            if let begun = state.begunAt, now - begun >= patience { return .known(.store) }
            let mustProbe = state.begunAt == nil
            if mustProbe { state.begunAt = now }
            let number = state.next
            state.next += 1
            state.waiting[number] = continuation
            return .wait(mustProbe: mustProbe, number: number)
        }
    }

    private func settle(_ part: CheckReadiness.Part?) {
        let waiting = state.withLock { state in
            state.answer = part
            state.answeredAt = ContinuousClock.now
            state.begunAt = nil
            defer { state.waiting = [:] }
            return state.waiting.values
        }
        for continuation in waiting { continuation.resume(returning: part) }
    }

    private func giveUp(_ number: Int) {
        state.withLock { $0.waiting.removeValue(forKey: number) }?.resume(returning: .store)
    }
}
