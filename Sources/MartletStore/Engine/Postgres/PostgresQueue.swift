import Dispatch
import MartletDirectory
import Synchronization

/// The transactions that wait for a connection; bounded in number and in time, so that a slow server sheds load
/// instead of gathering it.
final class PostgresQueue: Sendable {
    private struct State {
        var jobs: [PostgresJob?] = []
        var first = 0
        var isClosed = false

        var count: Int { jobs.count - first }

        mutating func popFirst() -> PostgresJob? {
            guard first < jobs.count else { return nil }
            let job = jobs[first]
            jobs[first] = nil
            first += 1
            if first == jobs.count {
                jobs.removeAll(keepingCapacity: true)
                first = 0
            } else if first >= 1024 {
                jobs.removeFirst(first)
                first = 0
            }
            return job
        }

        mutating func popOverdue() -> [PostgresJob] {
            var overdue: [PostgresJob] = []
            while let job = jobs.indices.contains(first) ? jobs[first] : nil, job.waitsUntil.hasPassed {
                if let job = popFirst() { overdue.append(job) }
            }
            return overdue
        }
    }

    private let limit: Int
    private let measures: StoreMeasures
    private let state = Mutex(State())
    private let bell = DispatchSemaphore(value: 0)

    /// A queue of at most `limit` jobs.
    init(limit: Int, measures: StoreMeasures) {
        self.limit = limit
        self.measures = measures
    }

    /// How many jobs wait.
    var count: Int { state.withLock { $0.count } }

    /// Adds a job, or tells its caller that there is no room. Who has waited too long is told so on this occasion.
    func add(_ job: PostgresJob) {
        let (refusal, overdue): (String?, [PostgresJob]) = state.withLock { state in
            if state.isClosed { return ("the store is closed", []) }
            let overdue = state.popOverdue()
            if state.count >= limit { return ("too many transactions wait for PostgreSQL", overdue) }
            state.jobs.append(job)
            return (nil, overdue)
        }
        measures.waiting.add((refusal == nil ? 1 : 0) - overdue.count)
        if let refusal {
            measures.refused.add()
            job.fail(StoreError.unavailable(refusal))
        } else {
            bell.signal()
        }
        overdue.forEach(expire)
    }

    /// Takes back a job from a worker that cannot do it; it stays the next one.
    func putBack(_ job: PostgresJob) {
        state.withLock { state in
            if state.first > 0 {
                state.first -= 1
                state.jobs[state.first] = job
            } else {
                state.jobs.insert(job, at: 0)
            }
        }
        measures.waiting.add(1)
        bell.signal()
    }

    /// What a worker is to do.
    enum Turn {
        case job(PostgresJob)
        /// Nothing came for a while: time to look after oneself.
        case nothing
        /// The queue is closed and empty.
        case over
    }

    /// Waits for the next job, a second at most.
    func next() -> Turn {
        while true {
            guard bell.wait(timeout: .now() + 1) == .success else { return .nothing }
            let (job, isOver) = state.withLock { state in
                let job = state.popFirst()
                return (job, job == nil && state.isClosed)
            }
            if isOver {
                // The next worker is to see the end as well.
                bell.signal()
                return .over
            }
            guard let job else { continue }
            measures.waiting.add(-1)
            guard job.waitsUntil.hasPassed else { return .job(job) }
            expire(job)
        }
    }

    /// Takes no more jobs; those that wait are still handed out.
    func close() {
        state.withLock { $0.isClosed = true }
        bell.signal()
    }

    private func expire(_ job: PostgresJob) {
        measures.refused.add()
        job.fail(StoreError.unavailable("no connection to PostgreSQL became free in time"))
    }
}
