import Foundation
import MartletDirectory

/// One thread with one connection: it takes transactions from the queue and runs each to its end.
///
/// What collides with others is run again, the second time alone: then nothing can be in its way. What was lost before
/// it was committed is run again on a new connection; where that is not known, the server is asked.
final class PostgresWorker {
    /// How often a transaction is run again after others were in its way (F18).
    private static let mostRetries = 3

    private let number: Int
    private let settings: PostgresSettings
    private let queue: PostgresQueue
    private let reachability: PostgresReachability
    private let timelines: PostgresTimelines
    private let measures: StoreMeasures
    /// Whether there was a connection once: from then on there is to be one.
    private var hadLink = false
    private var link: PostgresLink? {
        didSet {
            let change = (link == nil ? 0 : 1) - (oldValue == nil ? 0 : 1)
            measures.connections.add(change)
            reachability.count(Int(change))
        }
    }

    init(
        _ number: Int, _ settings: PostgresSettings, _ queue: PostgresQueue, _ reachability: PostgresReachability,
        _ timelines: PostgresTimelines, _ measures: StoreMeasures
    ) {
        self.number = number
        self.settings = settings
        self.queue = queue
        self.reachability = reachability
        self.timelines = timelines
        self.measures = measures
    }

    /// Works until the queue is closed and empty.
    func work() {
        while true {
            switch queue.next() {
            case .job(let job):
                guard hasLinkOrIsLast(for: job) else { continue }
                measures.busy.add(1)
                perform(job)
                measures.busy.add(-1)
            case .nothing: rest()
            case .over:
                link = nil
                return
            }
        }
    }

    /// Whether this worker may take the job. One that gets no connection while others have theirs, because the server
    /// takes no more, leaves it to them: it would fail in no time what they can do.
    private func hasLinkOrIsLast(for job: PostgresJob) -> Bool {
        if link == nil, reachability.hasLinks, (try? connected()) == nil, reachability.hasLinks {
            queue.putBack(job)
            usleep(100_000)
            return false
        }
        return true
    }

    /// Nobody wants anything: a connection that has ended is replaced before somebody does. A server that took the place
    /// of another is seen by every node so, also by one without work.
    private func rest() {
        if let current = link, !current.isThere { link = nil }
        if hadLink { _ = try? connected() }
    }

    private func perform(_ job: PostgresJob) {
        var collisions = 0
        var losses = 0
        while true {
            let opening = collisions >= 2 && job.opening == .writing ? .writingAlone : job.opening
            switch attempt(job, opening) {
            case .told: return
            case .failed(let error):
                return job.fail(error)
            case .broken(let failure):
                if failure.endsConnection {
                    link = nil
                    measures.failures.add()
                }
                switch failure {
                case .collision where collisions < Self.mostRetries: collisions += 1
                // One is the connection that had been idle while the server restarted.
                case .lost where losses < 1: losses += 1
                default: return job.fail(failure.storeError)
                }
                measures.retries.add()
            }
        }
    }

    private enum Outcome {
        /// The caller has its answer.
        case told
        /// The body failed by itself, and was undone.
        case failed(any Error)
        /// The server or the way to it failed, and nothing was done.
        case broken(PostgresFailure)
    }

    private func attempt(_ job: PostgresJob, _ opening: PostgresConnection.Opening) -> Outcome {
        let link: PostgresLink
        do throws(PostgresFailure) {
            link = try connected()
        } catch {
            return .failed(error.storeError)
        }
        let connection = PostgresConnection(link, opening)
        let tell: @Sendable () -> Void
        do {
            tell = try job.run(connection)
            // A body that swallows the error of a statement has a transaction that can only be undone.
            if let failure = connection.failure { throw failure.storeError }
        } catch {
            return undo(connection, error)
        }
        // A reader has what it wanted: its end is nobody's business.
        if opening == .reading { tell() }
        do throws(PostgresFailure) {
            try connection.commit()
        } catch {
            if opening == .reading {
                self.link = nil
                return .told
            }
            return uncommitted(connection, error, link, tell)
        }
        if opening != .reading { return acknowledge(connection, link, tell) }
        return .told
    }

    private func undo(_ connection: PostgresConnection, _ error: any Error) -> Outcome {
        let failure = connection.failure
        if let failure, failure.endsConnection { return .broken(failure) }
        do throws(PostgresFailure) {
            try connection.rollback()
        } catch {
            link = nil
        }
        if let failure, case .collision = failure { return .broken(failure) }
        return .failed(error)
    }

    /// `COMMIT` failed: either it was refused, or nobody knows, and then the server is asked (F15).
    private func uncommitted(
        _ connection: PostgresConnection, _ failure: PostgresFailure, _ lost: PostgresLink, _ tell: () -> Void
    ) -> Outcome {
        guard failure.endsConnection, connection.failure == nil, let number = connection.transactionID else {
            // A refused COMMIT has undone the transaction.
            return .broken(failure)
        }
        let (process, timeline, mark) = (lost.process, lost.timeline, lost.crashMark)
        link = nil
        let deadline = PostgresDeadline(in: settings.exchangeDeadline)
        while !deadline.hasPassed {
            if let link = try? connected() {
                switch try? link.fate(of: number, begunBy: process, on: timeline, crashMark: mark) {
                case .committed: return acknowledge(connection, link, tell)
                case .undone: return .broken(.lost("the connection ended before the commit"))
                case .forgotten: return .failed(Self.unknown)
                case .underWay: break
                case nil: self.link = nil
                }
            }
            usleep(20_000)
        }
        return .failed(Self.unknown)
    }

    /// Tells the caller, unless another server has taken over and may not know of the commit.
    private func acknowledge(
        _ connection: PostgresConnection, _ link: PostgresLink, _ tell: () -> Void
    ) -> Outcome {
        if connection.hasChanged, let number = connection.transactionID {
            guard timelines.acknowledge(number, of: self.number, on: link.timeline) else {
                return .failed(Self.unknown)
            }
        }
        tell()
        return .told
    }

    private static let unknown = StoreError.unavailable(
        "the connection to PostgreSQL ended during a commit, and the server does not know what became of it")

    private func connected() throws(PostgresFailure) -> PostgresLink {
        if let link, timelines.isCurrent(link.timeline) { return link }
        link = nil
        try reachability.check()
        do throws(PostgresFailure) {
            let link = try PostgresLink.open(settings, reachability)
            try timelines.arrive(link, patience: settings.queueDeadline)
            link.crashMark = try PostgresCrashes.mark(link)
            reachability.succeeded()
            self.link = link
            hadLink = true
            return link
        } catch {
            reachability.failed(error)
            measures.failures.add()
            throw error
        }
    }
}
