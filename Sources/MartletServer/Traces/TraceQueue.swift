import MartletDirectory
import Synchronization

/// A request that was answered, with its spans.
struct FinishedTrace: Sendable {
    let trace: RequestTrace
    let entries: [RequestTrace.Entry]
    /// The pattern of the route, never the path.
    let route: String
    let method: String
    let status: Int

    init(trace: RequestTrace, route: String, method: String, status: Int) {
        self.trace = trace
        self.route = route
        self.method = method
        self.status = status
        entries = trace.finish(as: "\(method) \(route)")
    }
}

/// The traces that wait to be sent. It is bounded: what does not fit is dropped and counted, and no request ever waits.
package final class TraceQueue: Sendable {
    /// The most traces that wait.
    package static let limit = 2048

    let measures: Measures.Traces
    private let waiting = Mutex<[FinishedTrace]>([])

    /// An empty queue that tells `measures` of what goes through it.
    package init(measures: Measures.Traces) {
        self.measures = measures
    }

    /// Puts a trace in the queue, or drops it.
    func add(_ trace: FinishedTrace) {
        let isTaken = waiting.withLock { waiting in
            guard waiting.count < Self.limit else { return false }
            waiting.append(trace)
            return true
        }
        if isTaken { measures.waiting.add(1) } else { measures.dropped.add(trace.entries.count) }
    }

    /// Takes at most `count` traces out, the oldest first.
    func take(_ count: Int) -> [FinishedTrace] {
        let taken = waiting.withLock { waiting in
            let taken = Array(waiting.prefix(count))
            waiting.removeFirst(taken.count)
            return taken
        }
        measures.waiting.add(-taken.count)
        return taken
    }
}
