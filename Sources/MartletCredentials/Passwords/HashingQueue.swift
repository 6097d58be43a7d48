import Dispatch
import MartletDirectory
import Synchronization

/// What waits for a hashing thread, first come first served, with a limit and a deadline.
final class HashingQueue: Sendable {
    /// One call. Exactly one of its closures is called, once.
    struct Entry: Sendable {
        /// Does the work and answers.
        let work: @Sendable () -> Void
        /// Answers without doing it.
        let refuse: @Sendable (HashingPool.Overloaded) -> Void
    }

    private struct State {
        var entries: [(entry: Entry, since: ContinuousClock.Instant)] = []
        var idleWorkers: Int
        var livingWorkers: Int
        var isClosed = false
        var onceEmpty: [CheckedContinuation<Void, Never>] = []
    }

    private enum Turn {
        case work(Entry), refuse(Entry), nothing, end
    }

    private let limit: Int
    private let deadline: Duration
    private let measures: Measures.Hashing
    private let now: @Sendable () -> ContinuousClock.Instant
    private let state: Mutex<State>
    // Counts what is in the queue, plus one for each worker once it is closed: a worker sleeps on it.
    private let signal = DispatchSemaphore(value: 0)

    /// An empty queue for `workers` threads, each of which calls `work()`.
    init(
        workers: Int, limit: Int, deadline: Duration, measures: Measures.Hashing,
        now: @escaping @Sendable () -> ContinuousClock.Instant
    ) {
        self.limit = limit
        self.deadline = deadline
        self.measures = measures
        self.now = now
        state = Mutex(State(idleWorkers: workers, livingWorkers: workers))
    }

    /// How many entries wait.
    var count: Int { state.withLock { max(0, $0.entries.count - $0.idleWorkers) } }

    /// Puts `entry` in the queue, or refuses it if the queue is full or closed.
    func add(_ entry: Entry) {
        let since = now()
        let (isTaken, late) = state.withLock { state in
            // Who has waited too long is told so now, and not only when a thread is free.
            let late = state.entries.prefix { since - $0.since > deadline }.map(\.entry)
            state.entries.removeFirst(late.count)
            // An entry that an idle worker is about to fetch does not wait.
            guard !state.isClosed, state.entries.count < limit + state.idleWorkers else { return (false, late) }
            state.entries.append((entry, since))
            return (true, late)
        }
        measures.waiting.add(-late.count)
        late.forEach(refuseLate)
        if isTaken {
            measures.waiting.add(1)
            signal.signal()
        } else {
            measures.refusedFull.add()
            // The queue is short: it is empty again long before a second has passed.
            entry.refuse(HashingPool.Overloaded(retryAfterSeconds: 1))
        }
    }

    /// The life of one worker: entry after entry until the queue is closed and empty.
    func work() {
        while true {
            signal.wait()
            switch nextTurn() {
            case .work(let entry):
                measures.running.add(1)
                let watch = Stopwatch("work", measures.workSeconds, below: nil)
                entry.work()
                watch.stop()
                measures.running.add(-1)
                state.withLock { $0.idleWorkers += 1 }
            case .refuse(let entry):
                refuseLate(entry)
            case .nothing:
                break
            case .end:
                return endOfWorker()
            }
        }
    }

    /// Lets nothing more in; workers end when the queue is empty.
    func close() {
        let workers = state.withLock { state in
            guard !state.isClosed else { return 0 }
            state.isClosed = true
            return state.livingWorkers
        }
        for _ in 0..<workers { signal.signal() }
    }

    /// Closes the queue and returns when its last worker has ended.
    func closeAndWait() async {
        close()
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if state.livingWorkers > 0 { state.onceEmpty.append(continuation) }
                return state.livingWorkers == 0
            }
            if isOver { continuation.resume() }
        }
    }

    private func refuseLate(_ entry: Entry) {
        measures.refusedLate.add()
        entry.refuse(HashingPool.Overloaded(retryAfterSeconds: max(1, Int(deadline.components.seconds))))
    }

    private func nextTurn() -> Turn {
        let time = now()
        return state.withLock { state in
            guard !state.entries.isEmpty else { return state.isClosed ? .end : .nothing }
            let (entry, since) = state.entries.removeFirst()
            measures.waiting.add(-1)
            measures.waitSeconds.record(time - since)
            guard time - since <= deadline else { return .refuse(entry) }
            state.idleWorkers -= 1
            return .work(entry)
        }
    }

    private func endOfWorker() {
        let waiters = state.withLock { state in
            state.livingWorkers -= 1
            return state.livingWorkers == 0 ? state.onceEmpty : []
        }
        for waiter in waiters { waiter.resume() }
    }
}
