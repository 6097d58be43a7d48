import Foundation
import MartletDirectory
import Synchronization

/// Watches which history the server writes, so that a failover that loses acknowledged writes is noticed (F17).
///
/// For every worker it remembers the last transaction that was acknowledged. What one connection was told before that is
/// older in the server's log, so a history that has the last has them all. Shared by the workers of a pool.
final class PostgresTimelines: Sendable {
    private struct State {
        var answer: FailoverAnswer?
        var current: PostgresTimeline?
        /// While one worker asks what a new history lacks, nothing more of the old one is acknowledged.
        var isArriving = false
        var acknowledged: [Int: String] = [:]
    }

    private let state = Mutex(State())
    private let arriving = Mutex(())

    /// From now on every connection is looked at before it is used.
    func follow(_ answer: FailoverAnswer) {
        state.withLock { $0.answer = answer }
    }

    /// Whether failovers are followed at all; a command that runs once does not.
    var isFollowing: Bool { state.withLock { $0.answer != nil } }

    /// Whether a connection to this history may be used as it is.
    func isCurrent(_ timeline: PostgresTimeline) -> Bool {
        state.withLock { $0.answer == nil || ($0.current == timeline && !$0.isArriving) }
    }

    /// Notes a commit before its caller is told; `false` where the server has been replaced meanwhile, and the commit
    /// may not be part of what goes on.
    func acknowledge(_ number: String, of worker: Int, on timeline: PostgresTimeline) -> Bool {
        state.withLock { state in
            guard state.answer != nil else { return true }
            guard state.current == timeline, !state.isArriving else { return false }
            state.acknowledged[worker] = number
            return true
        }
    }

    /// Looks at the history of a new connection. Where it is another than before, one worker finds out what it lacks,
    /// and has the answer given, in one transaction; the others wait for it, `patience` at most.
    /// - Throws: what keeps the connection from being used; the next one tries again.
    func arrive(_ link: PostgresLink, patience: Duration) throws(PostgresFailure) {
        let deadline = PostgresDeadline(in: patience)
        while !isCurrent(link.timeline) {
            let done: Void? = try arriving.withLockIfAvailable { (_: inout ()) throws(PostgresFailure) -> Void in
                try judge(link)
            }
            if done != nil { return }
            guard !deadline.hasPassed else { throw .lost("what a failover of the database lost is being mended") }
            usleep(5_000)
        }
    }

    private func judge(_ link: PostgresLink) throws(PostgresFailure) {
        guard !isCurrent(link.timeline) else { return }
        let left = state.withLock { $0.current }
        if let left, link.timeline.isBehind(left) {
            throw .lost("the server writes timeline \(link.timeline.number), which was left for \(left.number)")
        }
        let (answer, acknowledged) = state.withLock { state in
            state.isArriving = true
            return (state.answer, state.acknowledged)
        }
        defer { state.withLock { $0.isArriving = false } }
        guard let answer else { return }
        let arrival = PostgresArrival(
            at: link.timeline, from: left, acknowledged: acknowledged.values.compactMap { Int64($0) })
        let failover = try arrival.judge(link, answer)
        state.withLock { state in
            state.current = link.timeline
            state.acknowledged = [:]
        }
        if let failover { answer.announce(failover) }
    }
}
